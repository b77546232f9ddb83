package multiprocessing.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes byte buffers: all of the content, position, limit, order, direct or not, read-only or not.
 */
final class ByteBufferCodec extends Codec {
  private static final int DIRECT = 1;
  private static final int READ_ONLY = 2;
  private static final int LITTLE_ENDIAN = 4;

  ByteBufferCodec() {
    super(null, Tag.BYTE_BUFFER, true, true);
  }

  @Override
  void write(GraphWriter graph, Object value) {
    ByteBuffer buffer = (ByteBuffer) value;
    int flags =
        (buffer.isDirect() ? DIRECT : 0)
            | (buffer.isReadOnly() ? READ_ONLY : 0)
            | (buffer.order() == ByteOrder.LITTLE_ENDIAN ? LITTLE_ENDIAN : 0);
    byte[] content = new byte[buffer.capacity()];
    buffer.duplicate().clear().get(content);
    graph.out.writeByte(flags);
    graph.out.writeVarInt(buffer.position(), true);
    graph.out.writeVarInt(buffer.limit(), true);
    graph.out.writeVarInt(content.length, true);
    graph.out.writeBlob(content);
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) {
    int flags = graph.in.readByte();
    int position = graph.in.readVarInt(true);
    int limit = graph.in.readVarInt(true);
    byte[] content = graph.in.readBlob();
    ByteBuffer buffer =
        (flags & DIRECT) == 0
            ? ByteBuffer.wrap(content)
            : ByteBuffer.allocateDirect(content.length).put(content).clear();
    if ((flags & READ_ONLY) != 0) {
      buffer = buffer.asReadOnlyBuffer();
    }
    buffer.order((flags & LITTLE_ENDIAN) != 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return buffer.limit(limit).position(position);
  }
}
