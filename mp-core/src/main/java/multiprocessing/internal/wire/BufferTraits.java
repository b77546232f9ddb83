package multiprocessing.internal.wire;

import java.nio.Buffer;
import java.nio.ByteOrder;

/**
 * What a buffer is beside its content.
 *
 * @param direct whether its content is outside of the heap
 * @param readOnly whether it refuses to be written to
 * @param order the order of the bytes of its elements, or of those that are read from it
 */
record BufferTraits(boolean direct, boolean readOnly, ByteOrder order) {
  private static final int DIRECT = 1;
  private static final int READ_ONLY = 2;
  private static final int LITTLE_ENDIAN = 4;

  static BufferTraits of(Buffer buffer, ByteOrder order) {
    return new BufferTraits(buffer.isDirect(), buffer.isReadOnly(), order);
  }

  static BufferTraits of(int flags) {
    return new BufferTraits(
        (flags & DIRECT) != 0,
        (flags & READ_ONLY) != 0,
        (flags & LITTLE_ENDIAN) != 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  int flags() {
    return (direct ? DIRECT : 0)
        | (readOnly ? READ_ONLY : 0)
        | (order == ByteOrder.LITTLE_ENDIAN ? LITTLE_ENDIAN : 0);
  }
}
