package multiprocessing;

/**
 * An object that cannot travel to another process, or bytes that cannot be made an object again
 * (Python's {@code PicklingError} and {@code UnpicklingError}).
 *
 * <p>It is thrown at the sender wherever that is possible, before anything was sent, and names the
 * path to the culprit: {@code tasks[3].connection: java.net.Socket is not serializable}.
 */
public final class SerializationException extends ProcessException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception with a message.
   *
   * @param message what failed, with the path to the culprit
   */
  public SerializationException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a message and a cause.
   *
   * @param message what failed, with the path to the culprit
   * @param cause what the serialization library or a class of the object said, or null
   */
  public SerializationException(String message, Throwable cause) {
    super(message, cause);
  }
}
