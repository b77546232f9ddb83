package multiprocessing.pool;

import multiprocessing.ProcessException;

/**
 * A task that threw a checked exception, or an exception that could not be rebuilt in this process.
 * The cause is the task's exception, or the text of its stack trace in the worker.
 */
public final class TaskFailedException extends ProcessException {
  private static final long serialVersionUID = 1;

  TaskFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
