package multiprocessing.internal.stream;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Where the bytes of messages go. One thread writes at a time; any thread may close. */
public interface ByteSink extends Closeable {

  /**
   * Writes all bytes, waiting for room as often as needed.
   *
   * @param atBoundary true where nothing of a message has been written yet, so that a wait may be
   *     interrupted without harm
   * @throws InterruptedIOException if interrupted before the first byte at a boundary; the flag
   *     stays set
   * @throws IOException if no reader is left
   */
  void writeFully(byte[] from, int offset, int length, boolean atBoundary) throws IOException;

  /** False if it is known that nobody can read what was written. */
  boolean hasReader() throws IOException;
}
