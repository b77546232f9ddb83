package multiprocessing.benchmarks;

import java.util.concurrent.TimeUnit;
import multiprocessing.Multiprocessing;
import multiprocessing.internal.launch.Standbys;

/** The state in which a start finds a JVM that waits for a task. */
final class Warm {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_MILLIS = 2;

  /** Until a JVM that has just become ready has gone to sleep. */
  private static final long SETTLE_MILLIS = 20;

  private Warm() {}

  /** Waits until a standby is ready. */
  static void await() throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    if (Standbys.ready().isEmpty()) {
      Multiprocessing.setForkserverPreload();
    }
    while (Standbys.ready().isEmpty()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("no standby became ready");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
  }
}
