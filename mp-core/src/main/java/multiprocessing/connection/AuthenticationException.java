package multiprocessing.connection;

import multiprocessing.ProcessException;

/**
 * The two ends of a connection do not have the same key, or do not speak the same handshake
 * (Python's {@code multiprocessing.AuthenticationError}).
 */
public final class AuthenticationException extends ProcessException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception with a message.
   *
   * @param message what failed, then facts, then advice
   */
  public AuthenticationException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a message and a cause.
   *
   * @param message what failed, then facts, then advice
   * @param cause why, or null
   */
  public AuthenticationException(String message, Throwable cause) {
    super(message, cause);
  }
}
