package multiprocessing.pool;

import multiprocessing.ProcessException;

/**
 * A worker process that died while it ran a task. It is the outcome of that task alone: what else
 * the worker had been given goes to other workers, and the worker is replaced. The message says how
 * it ended: the exit code or the signal, of a JVM that crashed the frame and the file with its
 * report, the kernel's lack of memory where it is known, and what the worker wrote last.
 *
 * <p>A task that is tried again ({@link Pool.Builder#retryOnWorkerLost}) has this as its outcome
 * when it has cost as many workers as it may, and is not tried any more: of a map or an iterator
 * that is the one element, which the message names ({@code task=}). The tasks that came with it in
 * a chunk have attempts of their own, and lose none.
 */
public final class WorkerLostException extends ProcessException {
  private static final long serialVersionUID = 1;

  private final long pid;
  private final int exitCode;
  private final String lastErrors;
  private final int attempts;

  WorkerLostException(String message, long pid, int exitCode, String lastErrors, int attempts) {
    super(message);
    this.pid = pid;
    this.exitCode = exitCode;
    this.lastErrors = lastErrors;
    this.attempts = attempts;
  }

  /**
   * The process id that the worker had.
   *
   * @return the id
   */
  public long pid() {
    return pid;
  }

  /**
   * How the worker ended.
   *
   * @return its exit code, or minus the number of the signal that killed it
   */
  public int exitCode() {
    return exitCode;
  }

  /**
   * The last lines that the worker wrote to standard error, at most 4 KiB, by whichever of its
   * tasks.
   *
   * @return empty if it wrote nothing
   */
  public String lastErrors() {
    return lastErrors;
  }

  /**
   * How many workers have died while they ran the task; it is not tried again.
   *
   * @return 1 or more; at most one more than the retries that it was given
   */
  public int attempts() {
    return attempts;
  }
}
