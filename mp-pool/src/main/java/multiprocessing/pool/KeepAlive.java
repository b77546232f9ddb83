package multiprocessing.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import multiprocessing.Multiprocessing;

/** Keeps this JVM alive while tasks are not finished. */
final class KeepAlive implements Runnable {
  /*
   * A thread that is no daemon waits until all are finished, and then a moment longer, so that who submits one task
   * after the other does not start a thread for each.
   */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  // Mutable state, guarded by this
  private int unfinished;
  private Thread thread;

  /** There is one task more; where the system has no thread left, it does not keep this JVM. */
  synchronized void begin() {
    unfinished++;
    if (thread == null) {
      Thread waiting = new Thread(this, "mp-pool-unfinished-" + NUMBERS.incrementAndGet());
      waiting.setDaemon(false);
      try {
        waiting.start();
        thread = waiting;
      } catch (OutOfMemoryError e) {
        Multiprocessing.getLogger().warn("no thread to keep this process for its tasks: {}", e, e);
      }
    }
  }

  /** One of them is finished. */
  synchronized void end() {
    unfinished--;
    if (unfinished == 0) {
      notifyAll();
    }
  }

  @Override
  public synchronized void run() {
    boolean more = true;
    while (more) {
      awaitNone();
      more = begunMeanwhile();
    }
    thread = null;
  }

  private synchronized void awaitNone() {
    while (unfinished > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        // nobody has a reason to interrupt this thread, and its tasks are not finished
      }
    }
  }

  private synchronized boolean begunMeanwhile() {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, LINGER_NANOS);
    } catch (InterruptedException e) {
      // as above
    }
    return unfinished > 0;
  }
}
