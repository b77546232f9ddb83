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
  static final int USUAL_PRIORITY = 0;

  private static final TaskOptions NONE =
      new TaskOptions(OptionalLong.empty(), OptionalInt.empty(), null, OptionalInt.empty());

  private final OptionalLong timeoutNanos;
  private final OptionalInt retries;
  private final Progressing progress; // null if not set
  private final OptionalInt priority;

  private TaskOptions(
      OptionalLong timeoutNanos, OptionalInt retries, Progressing progress, OptionalInt priority) {
    this.timeoutNanos = timeoutNanos;
    this.retries = retries;
    this.progress = progress;
    this.priority = priority;
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
    return new TaskOptions(
        OptionalLong.of(Limits.nanos("taskTimeout", timeout)), retries, progress, priority);
  }

  /**
   * Sets that a task may take any time.
   *
   * @return these options with it
   */
  public TaskOptions noTaskTimeout() {
    return new TaskOptions(OptionalLong.of(Limits.NONE), retries, progress, priority);
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
    return new TaskOptions(timeoutNanos, OptionalInt.of(times), progress, priority);
  }

  /**
   * Shows how far each call with many elements is. Where standard error is a terminal of Linux, in
   * a line of it that is drawn again and again; elsewhere in lines of the log ({@link
   * multiprocessing.Multiprocessing#getLogger}, level info), every ten seconds and at the end. Two
   * calls at a time draw over one another.
   *
   * @return these options with it
   * @see #progress(ProgressListener)
   */
  public TaskOptions progress() {
    return new TaskOptions(timeoutNanos, retries, Progressing.Shown.HERE, priority);
  }

  /**
   * Sets who is told how far each call is: of {@code map}, {@code starmap}, {@code mapOutcomes},
   * their async forms, {@code imap} and {@code imapUnordered}. Calls of one task tell nothing. Of
   * an iterator, results count when they have come, not when they are taken, and their number is
   * known beforehand only if the elements are a {@link java.util.Collection}; the last word on it
   * may come a moment after its end.
   *
   * @param listener is told, by a thread of its own for each call
   * @return these options with it
   */
  public TaskOptions progress(ProgressListener listener) {
    Objects.requireNonNull(listener, "listener");
    return new TaskOptions(timeoutNanos, retries, new Progressing.Given(listener), priority);
  }

  /**
   * Sets how urgent the tasks are. Of those that wait in the pool, the ones with the highest
   * priority go first; those of the same one in the order in which they were given. A task that is
   * tried again, or was taken back from a worker, goes before the others of its priority.
   *
   * <p>A task that runs is not interrupted. But what a worker was given and has not begun, of a
   * chunk or of calls that were given to it together, is taken back when no worker is idle and
   * something more urgent comes, and waits for its turn again: so that waits for no more than the
   * first running task to end. The threads of a {@link ThreadPool} finish the chunk that they have
   * begun.
   *
   * <p>Of {@code imap} and {@code imapUnordered}, what was read of the elements and given to the
   * pool has the priority. The window is as large as ever: where the program takes the results
   * slowly, the elements that follow are not there yet, and others go first. A priority is about
   * what waits in one pool, and not about the operating system's processes.
   *
   * <p>As long as tasks of a higher priority wait, none of a lower one begins.
   *
   * @param priority any number, 0 by default; the higher goes first
   * @return these options with it
   */
  public TaskOptions priority(int priority) {
    return new TaskOptions(timeoutNanos, retries, progress, OptionalInt.of(priority));
  }

  /** These options, and where they are not set, others. */
  TaskOptions or(TaskOptions others) {
    return new TaskOptions(
        timeoutNanos.isPresent() ? timeoutNanos : others.timeoutNanos,
        retries.isPresent() ? retries : others.retries,
        progress != null ? progress : others.progress,
        priority.isPresent() ? priority : others.priority);
  }

  long timeoutNanos() {
    return timeoutNanos.orElse(Limits.NONE);
  }

  int retries() {
    return retries.orElse(0);
  }

  int priority() {
    return priority.orElse(USUAL_PRIORITY);
  }

  /** What tells of one more call; null if nobody asks. */
  Progress progressOf(long total) {
    return progress == null ? null : new Progress(progress.listener(), total);
  }

  /** The options that are set. */
  @Override
  public String toString() {
    return "TaskOptions(timeout="
        + (timeoutNanos() == Limits.NONE ? "none" : Duration.ofNanos(timeoutNanos()))
        + ", retries="
        + retries()
        + (progress == null ? "" : ", progress")
        + (priority() == USUAL_PRIORITY ? "" : ", priority=" + priority())
        + ")";
  }

  /** Whether they are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TaskOptions options
        && timeoutNanos.equals(options.timeoutNanos)
        && retries.equals(options.retries)
        && Objects.equals(progress, options.progress)
        && priority.equals(options.priority);
  }

  /** Of what they are. */
  @Override
  public int hashCode() {
    return Objects.hash(timeoutNanos, retries, progress, priority);
  }
}
