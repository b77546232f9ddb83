package multiprocessing.pool;

import multiprocessing.ProcessException;

/**
 * A worker process that died while it ran a task. It is the outcome of that task alone: what else
 * the worker had been given goes to other workers, and the worker is replaced.
 */
public final class WorkerLostException extends ProcessException {
  private static final long serialVersionUID = 1;

  private final long pid;
  private final int exitCode;

  WorkerLostException(String message, long pid, int exitCode) {
    super(message);
    this.pid = pid;
    this.exitCode = exitCode;
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
}
