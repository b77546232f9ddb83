package multiprocessing.internal.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A Kryo input that believes no length which the rest of the message could not hold. The message is
 * an array, or comes from a stream, from which a large array is read without a detour.
 */
final class WireInput extends Input {
  private static final int WINDOW_BYTES = 16 << 10;

  /** How many more elements there may be: each starts at a byte of its own. */
  private long elementsLeft;

  /** How much of the message has not been read from the stream. */
  private long beyond;

  WireInput(InputStream stream, long length) {
    super(stream, WINDOW_BYTES);
    beyond = length;
    elementsLeft = length;
  }

  WireInput(byte[] data, int offset, int length) {
    super(data, offset, length);
    elementsLeft = length;
  }

  /** How many bytes of the message are left. */
  long remaining() {
    return limit - position + beyond;
  }

  @Override
  protected int fill(byte[] into, int offset, int count) {
    int filled = super.fill(into, offset, (int) Math.min(count, beyond));
    beyond -= Math.max(0, filled);
    return filled;
  }

  @Override
  public void readBytes(byte[] into, int offset, int count) {
    int here = Math.min(count, limit - position);
    super.readBytes(into, offset, here);
    if (here < count) {
      readFromStream(into, offset + here, count - here);
    }
  }

  private void readFromStream(byte[] into, int offset, int count) {
    int filled = 0;
    while (filled < count) {
      int more = fill(into, offset + filled, count - filled);
      if (more <= 0) {
        throw new Damage("the message ends " + (count - filled) + " bytes too early");
      }
      filled += more;
    }
  }

  int readTag() {
    return readVarInt(true);
  }

  /** Reads a number of elements of at least {@code elementBytes} each. */
  int readCount(int elementBytes) {
    int count = readVarInt(true);
    long most = Math.min(elementsLeft, remaining() / elementBytes);
    if (count < 0 || count > most) {
      throw new Damage("a length of " + count + " where at most " + most + " can follow");
    }
    elementsLeft -= count;
    return count;
  }

  String readText() {
    long header = readVarLong(true);
    long length = header >>> 1;
    if (header < 0 || length > remaining()) {
      throw new Damage("a text of " + length + " bytes where " + remaining() + " follow");
    }
    int bytes = (int) length;
    if (bytes > limit - position) {
      return text(readBytes(bytes), 0, bytes, (header & 1) != 0);
    }
    position += bytes;
    return text(buffer, position - bytes, bytes, (header & 1) != 0);
  }

  private static String text(byte[] bytes, int start, int length, boolean wide) {
    if (!wide) {
      return new String(bytes, start, length, StandardCharsets.UTF_8);
    }
    char[] chars = new char[length / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((bytes[start + 2 * i] & 0xff) << 8 | (bytes[start + 2 * i + 1] & 0xff));
    }
    return new String(chars);
  }

  byte[] readBlob() {
    return readBytes(readCount(1));
  }

  /**
   * Takes the next bytes, without a copy if they are in an array already, little-endian; they must
   * be known to be there.
   */
  ByteBuffer take(int bytes) {
    if (bytes > limit - position) {
      return ByteBuffer.wrap(readBytes(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }
    ByteBuffer block = ByteBuffer.wrap(buffer, position, bytes).order(ByteOrder.LITTLE_ENDIAN);
    position += bytes;
    return block;
  }
}
