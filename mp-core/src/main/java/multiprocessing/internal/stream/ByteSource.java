package multiprocessing.internal.stream;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import multiprocessing.internal.time.Deadline;

/** Where the bytes of messages come from. One thread reads at a time; any thread may close. */
public interface ByteSource extends Closeable {

  /**
   * Waits for bytes and reads exactly as many as asked for.
   *
   * @param atBoundary true where the stream may end and a wait may be interrupted without harm
   * @throws EOFException if nobody can send any more; the message tells a clean end from a broken
   *     message
   * @throws InterruptedIOException if interrupted before the first byte at a boundary; the flag
   *     stays set
   */
  void readFully(byte[] to, int offset, int length, boolean atBoundary) throws IOException;

  /** True if a read would not wait: bytes are there, or the stream has ended. Takes none. */
  boolean isReady() throws IOException;

  /**
   * The same for less, to be asked again and again: an end of the stream of which nobody has told,
   * because its last writer died, may be missed for a time.
   *
   * @param toleranceNanos that time at most
   */
  boolean isReady(long toleranceNanos) throws IOException;

  /**
   * Waits until {@link #isReady}; any number of threads may.
   *
   * @return false if the time is over and it is not
   */
  boolean awaitReady(Deadline deadline) throws IOException, InterruptedException;
}
