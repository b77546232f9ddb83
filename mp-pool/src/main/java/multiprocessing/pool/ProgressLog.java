package multiprocessing.pool;

import java.util.concurrent.TimeUnit;
import multiprocessing.Multiprocessing;

/** Lines in the log, now and then, where there is no terminal to draw on. */
final class ProgressLog implements ProgressListener {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Pace pace = new Pace();
  private long next = System.nanoTime() + INTERVAL_NANOS;

  @Override
  public void progress(long done, long total) {
    long now = System.nanoTime();
    if (done == total || now - next >= 0) {
      next = now + INTERVAL_NANOS;
      Multiprocessing.getLogger().info("progress: {}", pace.describe(done, total));
    }
  }
}
