package multiprocessing.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import multiprocessing.internal.stream.ByteSink;
import multiprocessing.internal.stream.ByteSource;

/** One message as CPython frames it on a pipe or socket. */
public final class Frames {
  /*
   *   +--------------------+----------------- - -
   *   | length, int32, BE  | payload                    length 0 to 2^31-1
   *   +--------------------+----------------- - -
   *   | -1, int32, BE      | length, uint64, BE | payload    any length; accepted, never written: no Java array
   *   +--------------------+--------------------+---- - -    needs it
   *
   * A message of up to 16 KiB is written with its header in one call, as CPython does.
   *
   * Memory: one array of the message's length, and one chunk. The array is made when the first chunk has come: a
   * length that was announced and never sent costs a chunk, whatever it is.
   */
  private static final int HEADER = 4;
  private static final int LONG_HEADER = 8;
  private static final int ONE_WRITE = 16 * 1024;
  private static final int CHUNK = 64 * 1024;

  private Frames() {}

  /** Writes one message. */
  public static void write(ByteSink to, byte[] bytes, int offset, int length) throws IOException {
    if (length <= ONE_WRITE) {
      byte[] frame = new byte[HEADER + length];
      putInt(frame, length);
      System.arraycopy(bytes, offset, frame, HEADER, length);
      to.writeFully(frame, 0, frame.length, true);
    } else {
      byte[] header = new byte[HEADER];
      putInt(header, length);
      to.writeFully(header, 0, HEADER, true);
      to.writeFully(bytes, offset, length, false);
    }
  }

  /** Writes what remains in a buffer as one message, with little more memory. */
  public static void write(ByteSink to, ByteBuffer bytes) throws IOException {
    if (bytes.hasArray()) {
      write(to, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      return;
    }
    byte[] part = new byte[Math.min(bytes.remaining(), CHUNK)];
    if (bytes.remaining() <= CHUNK) {
      bytes.get(part);
      write(to, part, 0, part.length);
      return;
    }
    byte[] header = new byte[HEADER];
    putInt(header, bytes.remaining());
    to.writeFully(header, 0, HEADER, true);
    while (bytes.hasRemaining()) {
      int length = Math.min(bytes.remaining(), CHUNK);
      bytes.get(part, 0, length);
      to.writeFully(part, 0, length, false);
    }
  }

  /**
   * Reads one message.
   *
   * @param maxLength the greatest length that is accepted; a longer message is skipped
   * @throws IOException if the message is longer, or the stream ended
   */
  public static byte[] read(ByteSource from, int maxLength) throws IOException {
    long length = readLength(from);
    if (length > maxLength) {
      skip(from, length);
      throw new IOException(tooLong(length, maxLength) + "; the message was skipped");
    }
    return readPayload(from, (int) length);
  }

  /**
   * Reads one message of a sender that is not trusted: of a longer one, nothing but its length is
   * read, and the stream is of no use any more.
   *
   * @throws RefusedException if it is longer, or no message
   */
  public static byte[] readOrRefuse(ByteSource from, int maxLength) throws IOException {
    long length = readLength(from);
    if (length > maxLength) {
      throw new RefusedException(tooLong(length, maxLength) + " here");
    }
    return readPayload(from, (int) length);
  }

  private static long readLength(ByteSource from) throws IOException {
    byte[] header = new byte[HEADER];
    from.readFully(header, 0, HEADER, true);
    long length = getInt(header);
    if (length == -1) {
      byte[] more = new byte[LONG_HEADER];
      from.readFully(more, 0, LONG_HEADER, false);
      length = ((long) getInt(more) << 32) | (getInt(more, HEADER) & 0xffff_ffffL);
    }
    if (length < 0) {
      throw new RefusedException("bad message length " + length + ": the stream is damaged");
    }
    return length;
  }

  private static byte[] readPayload(ByteSource from, int length) throws IOException {
    byte[] begin = new byte[Math.min(length, CHUNK)];
    from.readFully(begin, 0, begin.length, false);
    if (begin.length == length) {
      return begin;
    }
    byte[] message;
    try {
      message = Arrays.copyOf(begin, length);
    } catch (OutOfMemoryError e) {
      skip(from, length - begin.length); // the next message can still be received
      throw e;
    }
    from.readFully(message, begin.length, length - begin.length, false);
    return message;
  }

  private static String tooLong(long length, int maxLength) {
    return "bad message length: " + length + " bytes, at most " + maxLength + " are accepted";
  }

  private static void skip(ByteSource from, long length) throws IOException {
    byte[] nowhere = new byte[(int) Math.min(length, CHUNK)];
    for (long left = length; left > 0; ) {
      int part = (int) Math.min(left, nowhere.length);
      from.readFully(nowhere, 0, part, false);
      left -= part;
    }
  }

  private static void putInt(byte[] to, int value) {
    to[0] = (byte) (value >>> 24);
    to[1] = (byte) (value >>> 16);
    to[2] = (byte) (value >>> 8);
    to[3] = (byte) value;
  }

  private static int getInt(byte[] from) {
    return getInt(from, 0);
  }

  private static int getInt(byte[] from, int at) {
    return (from[at] & 0xff) << 24
        | (from[at + 1] & 0xff) << 16
        | (from[at + 2] & 0xff) << 8
        | (from[at + 3] & 0xff);
  }

  /** The stream cannot be read on, because nobody knows where the next message begins. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }
}
