package multiprocessing.connection;

import multiprocessing.ProcessException;

/**
 * A message that is larger than the buffer it was to be received into (Python's {@code
 * multiprocessing.BufferTooShort}). The message is not lost: it is in the exception.
 */
public final class BufferTooShortException extends ProcessException {
  private static final long serialVersionUID = 1;

  private final byte[] message;

  /**
   * Creates an exception that carries the message.
   *
   * @param message the whole message; not copied
   * @param room how many bytes the buffer had left
   */
  public BufferTooShortException(byte[] message, int room) {
    super(
        "the message has "
            + message.length
            + " bytes, the buffer has room for "
            + room
            + "; the message is in this exception");
    this.message = message;
  }

  /**
   * The message that did not fit.
   *
   * @return all of its bytes
   */
  public byte[] message() {
    return message.clone();
  }
}
