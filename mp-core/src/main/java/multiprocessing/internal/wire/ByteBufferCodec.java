package multiprocessing.internal.wire;

import java.nio.ByteBuffer;

/**
 * Writes byte buffers: all of the content, position, limit, order, direct or not, read-only or not.
 */
final class ByteBufferCodec extends Codec {
  ByteBufferCodec() {
    super(null, Tag.BYTE_BUFFER, true, true);
  }

  @Override
  void write(GraphWriter graph, Object value) {
    ByteBuffer buffer = (ByteBuffer) value;
    byte[] content = content(buffer);
    graph.out.writeByte(BufferTraits.of(buffer, buffer.order()).flags());
    graph.out.writeVarInt(buffer.position(), true);
    graph.out.writeVarInt(buffer.limit(), true);
    graph.out.writeVarInt(content.length, true);
    graph.out.writeBlob(content);
  }

  /** A buffer's own array needs no copy, if it is all of it. */
  private static byte[] content(ByteBuffer buffer) {
    if (buffer.hasArray() && buffer.arrayOffset() == 0) {
      byte[] array = buffer.array();
      if (array.length == buffer.capacity()) {
        return array;
      }
    }
    byte[] content = new byte[buffer.capacity()];
    buffer.duplicate().clear().get(content);
    return content;
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) {
    BufferTraits traits = BufferTraits.of(graph.in.readByte());
    int position = graph.in.readVarInt(true);
    int limit = graph.in.readVarInt(true);
    ByteBuffer buffer;
    if (traits.direct()) {
      int bytes = graph.in.readCount(1);
      buffer = ByteBuffer.allocateDirect(bytes).put(graph.in.take(bytes)).clear();
    } else {
      buffer = ByteBuffer.wrap(graph.in.readBlob());
    }
    if (traits.readOnly()) {
      buffer = buffer.asReadOnlyBuffer();
    }
    return buffer.order(traits.order()).limit(limit).position(position);
  }
}
