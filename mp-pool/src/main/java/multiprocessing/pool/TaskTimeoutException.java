package multiprocessing.pool;

import java.time.Duration;
import multiprocessing.ProcessException;

/**
 * A task that took longer than its timeout. It was interrupted, and its worker is ended if that did
 * not end it; other tasks go on. The message has the stacks of the worker's threads at that moment,
 * the task's first.
 */
public final class TaskTimeoutException extends ProcessException {
  private static final long serialVersionUID = 1;

  private final long pid;
  private final Duration timeout;
  private final String stackDump;

  TaskTimeoutException(long pid, long task, Duration timeout, String stackDump) {
    super(
        "a task took longer than "
            + timeout.toMillis()
            + " ms: task="
            + task
            + ", pid="
            + pid
            + "; "
            + (stackDump.isEmpty()
                ? "its worker did not tell what it does: is it stopped, or in native code?"
                : "what its worker does:\n" + stackDump));
    this.pid = pid;
    this.timeout = timeout;
    this.stackDump = stackDump;
  }

  /**
   * The process id of the worker.
   *
   * @return the id
   */
  public long pid() {
    return pid;
  }

  /**
   * How long the task was allowed to take.
   *
   * @return the timeout
   */
  public Duration timeout() {
    return timeout;
  }

  /**
   * What the worker's threads did when the time was over, the task's thread first.
   *
   * @return stacks as {@link Throwable#printStackTrace()} writes them; empty if the worker did not
   *     answer within a second, as one that is stopped
   */
  public String stackDump() {
    return stackDump;
  }
}
