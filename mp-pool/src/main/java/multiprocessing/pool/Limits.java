package multiprocessing.pool;

import java.util.concurrent.TimeUnit;

/**
 * What the pool lets its workers do.
 *
 * @param graceNanos how long a task that was interrupted may take to end
 * @param stoppedNanos how long a worker may be stopped while it has tasks
 * @param memoryBytes how much memory a worker may use
 */
record Limits(long graceNanos, long stoppedNanos, long memoryBytes) {
  static final long NONE = Long.MAX_VALUE;

  /** How often a worker is looked at that has such a limit. */
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  boolean watchesProcesses() {
    return stoppedNanos != NONE || memoryBytes != NONE;
  }
}
