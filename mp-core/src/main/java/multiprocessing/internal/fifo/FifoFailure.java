package multiprocessing.internal.fifo;

import java.io.IOException;

/** Why a named pipe could not be opened, in words that help. */
final class FifoFailure {
  private static final String TOO_MANY = "Too many open files"; // the words of strerror(EMFILE)

  private FifoFailure() {}

  /** Names the limit, if that was the reason. */
  static IOException explained(IOException e) {
    if (e.getMessage() == null || !e.getMessage().contains(TOO_MANY)) {
      return e;
    }
    return new IOException(
        "cannot open a pipe: too many open files in this process; each end takes up to two for each"
            + " direction: close connections, or raise the limit (ulimit -n)",
        e);
  }
}
