package multiprocessing.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What the pool lets its workers do.
 *
 * @param startNanos how long a worker may take until it is ready
 * @param graceNanos how long a task that was interrupted may take to end
 * @param stoppedNanos how long a worker may be stopped while it has tasks
 * @param memoryBytes how much memory a worker may use
 * @param keptMemoryBytes how much memory a worker may use and still begin a task
 */
record Limits(
    long startNanos, long graceNanos, long stoppedNanos, long memoryBytes, long keptMemoryBytes) {
  static final long NONE = Long.MAX_VALUE;

  /** How often a worker is looked at that has such a limit. */
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** 146 years. */
  private static final long LONGEST_NANOS = 1L << 62;

  static long nanos(Duration duration) {
    return Math.min(LONGEST_NANOS, TimeUnit.NANOSECONDS.convert(duration));
  }

  /** The same for what has to be more than zero. */
  static long nanos(String what, Duration duration) {
    Objects.requireNonNull(duration, what);
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be more than zero: " + duration);
    }
    return nanos(duration);
  }

  /** When to look at a worker's process next. */
  long lookNanos() {
    return watchesProcesses() ? LOOK_NANOS : NONE;
  }

  boolean watchesProcesses() {
    return stoppedNanos != NONE || memoryBytes != NONE;
  }
}
