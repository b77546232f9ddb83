package multiprocessing.internal.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A Kryo input that believes no length which the rest of the message could not hold. */
final class WireInput extends Input {

  /** How many more elements there may be: each starts at a byte of its own. */
  private long elementsLeft;

  WireInput(byte[] data, int offset, int length) {
    super(data, offset, length);
    elementsLeft = length;
  }

  int readTag() {
    return readVarInt(true);
  }

  /** Reads a number of elements of at least {@code elementBytes} each. */
  int readCount(int elementBytes) {
    int count = readVarInt(true);
    long most = Math.min(elementsLeft, (limit - position) / elementBytes);
    if (count < 0 || count > most) {
      throw new Damage("a length of " + count + " where at most " + most + " can follow");
    }
    elementsLeft -= count;
    return count;
  }

  String readText() {
    long header = readVarLong(true);
    long length = header >>> 1;
    if (header < 0 || length > limit - position) {
      throw new Damage("a text of " + length + " bytes where " + (limit - position) + " follow");
    }
    int start = position;
    position += (int) length;
    if ((header & 1) == 0) {
      return new String(buffer, start, (int) length, StandardCharsets.UTF_8);
    }
    char[] chars = new char[(int) length / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((buffer[start + 2 * i] & 0xff) << 8 | (buffer[start + 2 * i + 1] & 0xff));
    }
    return new String(chars);
  }

  byte[] readBlob() {
    return readBytes(readCount(1));
  }

  /** Takes the next bytes without a copy, little-endian; they must be known to be there. */
  ByteBuffer take(int bytes) {
    ByteBuffer block = ByteBuffer.wrap(buffer, position, bytes).order(ByteOrder.LITTLE_ENDIAN);
    position += bytes;
    return block;
  }
}
