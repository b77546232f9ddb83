package multiprocessing.pool;

import java.util.concurrent.TimeUnit;

/** How much memory a worker may have taken and still begin a task; asked in the worker itself. */
final class MemoryAllowance {
  /** It is measured so seldom that quick tasks do not notice. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final long pid = ProcessHandle.current().pid();
  private final long bytes;
  private long lookedAt = System.nanoTime();

  MemoryAllowance(long bytes) {
    this.bytes = bytes;
  }

  /** Whether this process has taken more. */
  boolean isExceeded() {
    if (bytes == Limits.NONE || System.nanoTime() - lookedAt < LOOK_NANOS) {
      return false;
    }
    lookedAt = System.nanoTime();
    return ProcessGauge.residentBytes(pid) > bytes;
  }
}
