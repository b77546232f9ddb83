package multiprocessing;

/**
 * The base of the unchecked exceptions that say what went wrong with another process (Python's
 * {@code multiprocessing.ProcessError}).
 */
public class ProcessException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception with a message.
   *
   * @param message what failed, then facts, then advice
   */
  public ProcessException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a message and a cause.
   *
   * @param message what failed, then facts, then advice
   * @param cause why, or null
   */
  public ProcessException(String message, Throwable cause) {
    super(message, cause);
  }
}
