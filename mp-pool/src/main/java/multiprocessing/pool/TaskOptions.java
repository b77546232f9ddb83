package multiprocessing.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How some calls of a {@link Pool} are done that are not to be done as the pool's builder says:
 * {@code pool.with(TaskOptions.of().taskTimeout(Duration.ofSeconds(5))).map(f, elements)}. What is
 * not set here is as the builder says. Does not change: each method returns another one.
 */
public final class TaskOptions {
  private static final TaskOptions NONE =
      new TaskOptions(OptionalLong.empty(), OptionalInt.empty());

  private final OptionalLong timeoutNanos;
  private final OptionalInt retries;

  private TaskOptions(OptionalLong timeoutNanos, OptionalInt retries) {
    this.timeoutNanos = timeoutNanos;
    this.retries = retries;
  }

  /**
   * Options of which none is set.
   *
   * @return the options
   */
  public static TaskOptions of() {
    return NONE;
  }

  /**
   * Sets how long a task may take.
   *
   * @param timeout more than zero
   * @return these options with it
   * @throws IllegalArgumentException if it is not more than zero
   * @see Pool.Builder#taskTimeout
   */
  public TaskOptions taskTimeout(Duration timeout) {
    return new TaskOptions(OptionalLong.of(Limits.nanos("taskTimeout", timeout)), retries);
  }

  /**
   * Sets that a task may take any time.
   *
   * @return these options with it
   */
  public TaskOptions noTaskTimeout() {
    return new TaskOptions(OptionalLong.of(Limits.NONE), retries);
  }

  /**
   * Sets how often a task is tried again after its worker has died.
   *
   * @param times 0 or more
   * @return these options with it
   * @throws IllegalArgumentException if it is negative
   * @see Pool.Builder#retryOnWorkerLost
   */
  public TaskOptions retryOnWorkerLost(int times) {
    if (times < 0) {
      throw new IllegalArgumentException("retries must be 0 or more: " + times);
    }
    return new TaskOptions(timeoutNanos, OptionalInt.of(times));
  }

  /** These options, and where they are not set, others. */
  TaskOptions or(TaskOptions others) {
    return new TaskOptions(
        timeoutNanos.isPresent() ? timeoutNanos : others.timeoutNanos,
        retries.isPresent() ? retries : others.retries);
  }

  long timeoutNanos() {
    return timeoutNanos.orElse(Limits.NONE);
  }

  int retries() {
    return retries.orElse(0);
  }

  /** The options that are set. */
  @Override
  public String toString() {
    return "TaskOptions(timeout="
        + (timeoutNanos() == Limits.NONE ? "none" : Duration.ofNanos(timeoutNanos()))
        + ", retries="
        + retries()
        + ")";
  }

  /** Whether they are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TaskOptions options
        && timeoutNanos.equals(options.timeoutNanos)
        && retries.equals(options.retries);
  }

  /** Of what they are. */
  @Override
  public int hashCode() {
    return Objects.hash(timeoutNanos, retries);
  }
}
