package multiprocessing.pool;

import java.time.Duration;
import java.util.List;
import multiprocessing.internal.time.Deadline;

/** Sees to it that workers which were asked to end do. */
final class Reaper {
  private static final Duration GRACE = Duration.ofSeconds(2);

  private Reaper() {}

  /** Waits for them in a thread of its own, and kills those that take too long. */
  static void reap(List<Worker> workers) {
    if (workers.isEmpty()) {
      return;
    }
    Thread reaper = new Thread(() -> await(workers), "mp-pool-reaper-" + workers.get(0).pid());
    reaper.setDaemon(true);
    try {
      reaper.start();
    } catch (OutOfMemoryError e) {
      workers.forEach(Worker::kill); // as nobody can wait
    }
  }

  private static void await(List<Worker> workers) {
    Deadline deadline = Deadline.after(GRACE);
    for (Worker worker : workers) {
      try {
        worker.awaitEnd(Duration.ofNanos(deadline.remainingNanos()));
      } catch (InterruptedException e) {
        worker.kill(); // nobody but this class knows this thread
      }
    }
  }
}
