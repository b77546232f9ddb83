package multiprocessing.internal.wire;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Writes buffers of other primitives than bytes, as {@link ByteBufferCodec} does those: as one
 * block, little-endian. One that is a view of a byte buffer with the other order than this
 * machine's is one again.
 */
final class BufferCodec extends Codec {
  BufferCodec() {
    super(null, Tag.BUFFER, true, true);
  }

  @Override
  void write(GraphWriter graph, Object value) {
    Buffer buffer = (Buffer) value;
    int kind = kind(buffer);
    graph.out.writeTag(kind);
    graph.out.writeByte(BufferTraits.of(buffer, order(buffer)).flags());
    graph.out.writeVarInt(buffer.position(), true);
    graph.out.writeVarInt(buffer.limit(), true);
    graph.out.writeVarInt(buffer.capacity(), true);
    long bytes = (long) buffer.capacity() * width(kind);
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new Refusal(null, "buffer is too long: " + bytes + " bytes, at most 2 GiB fit");
    }
    byte[] block = new byte[(int) bytes];
    Buffer ignored = put(kind, view(block), buffer.duplicate().clear());
    graph.out.writeBlob(block);
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) {
    WireInput in = graph.in;
    int kind = in.readTag();
    BufferTraits traits = BufferTraits.of(in.readByte());
    int position = in.readVarInt(true);
    int limit = in.readVarInt(true);
    int count = in.readCount(width(kind));
    ByteBuffer block = in.take(count * width(kind));
    Buffer buffer = copy(kind, block, count, traits);
    return buffer.limit(limit).position(position);
  }

  private static ByteBuffer view(byte[] block) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int kind(Buffer buffer) {
    if (buffer instanceof ShortBuffer) {
      return Tag.SHORT;
    }
    if (buffer instanceof CharBuffer) {
      return Tag.CHARACTER;
    }
    if (buffer instanceof IntBuffer) {
      return Tag.INTEGER;
    }
    if (buffer instanceof LongBuffer) {
      return Tag.LONG;
    }
    return buffer instanceof FloatBuffer ? Tag.FLOAT : Tag.DOUBLE;
  }

  private static int width(int kind) {
    return switch (kind) {
      case Tag.SHORT -> Short.BYTES;
      case Tag.CHARACTER -> Character.BYTES;
      case Tag.INTEGER -> Integer.BYTES;
      case Tag.LONG -> Long.BYTES;
      case Tag.FLOAT -> Float.BYTES;
      case Tag.DOUBLE -> Double.BYTES;
      default -> throw new Damage("no kind of buffer has the tag " + kind);
    };
  }

  private static ByteOrder order(Buffer buffer) {
    return switch (kind(buffer)) {
      case Tag.SHORT -> ((ShortBuffer) buffer).order();
      case Tag.CHARACTER -> ((CharBuffer) buffer).order();
      case Tag.INTEGER -> ((IntBuffer) buffer).order();
      case Tag.LONG -> ((LongBuffer) buffer).order();
      case Tag.FLOAT -> ((FloatBuffer) buffer).order();
      default -> ((DoubleBuffer) buffer).order();
    };
  }

  /** Fills bytes with elements; returns their view. */
  private static Buffer put(int kind, ByteBuffer into, Buffer elements) {
    return switch (kind) {
      case Tag.SHORT -> into.asShortBuffer().put((ShortBuffer) elements);
      case Tag.CHARACTER -> into.asCharBuffer().put((CharBuffer) elements);
      case Tag.INTEGER -> into.asIntBuffer().put((IntBuffer) elements);
      case Tag.LONG -> into.asLongBuffer().put((LongBuffer) elements);
      case Tag.FLOAT -> into.asFloatBuffer().put((FloatBuffer) elements);
      default -> into.asDoubleBuffer().put((DoubleBuffer) elements);
    };
  }

  /** A buffer of its own with the elements of a block. */
  private static Buffer copy(int kind, ByteBuffer block, int count, BufferTraits traits) {
    boolean plain = !traits.direct() && traits.order() == ByteOrder.nativeOrder();
    ByteBuffer bytes = plain ? null : storage(count * width(kind), traits);
    boolean readOnly = traits.readOnly();
    return switch (kind) {
      case Tag.SHORT -> {
        ShortBuffer made = plain ? ShortBuffer.allocate(count) : bytes.asShortBuffer();
        made.put(block.asShortBuffer()).clear();
        yield readOnly ? made.asReadOnlyBuffer() : made;
      }
      case Tag.CHARACTER -> {
        CharBuffer made = plain ? CharBuffer.allocate(count) : bytes.asCharBuffer();
        made.put(block.asCharBuffer()).clear();
        yield readOnly ? made.asReadOnlyBuffer() : made;
      }
      case Tag.INTEGER -> {
        IntBuffer made = plain ? IntBuffer.allocate(count) : bytes.asIntBuffer();
        made.put(block.asIntBuffer()).clear();
        yield readOnly ? made.asReadOnlyBuffer() : made;
      }
      case Tag.LONG -> {
        LongBuffer made = plain ? LongBuffer.allocate(count) : bytes.asLongBuffer();
        made.put(block.asLongBuffer()).clear();
        yield readOnly ? made.asReadOnlyBuffer() : made;
      }
      case Tag.FLOAT -> {
        FloatBuffer made = plain ? FloatBuffer.allocate(count) : bytes.asFloatBuffer();
        made.put(block.asFloatBuffer()).clear();
        yield readOnly ? made.asReadOnlyBuffer() : made;
      }
      default -> {
        DoubleBuffer made = plain ? DoubleBuffer.allocate(count) : bytes.asDoubleBuffer();
        made.put(block.asDoubleBuffer()).clear();
        yield readOnly ? made.asReadOnlyBuffer() : made;
      }
    };
  }

  private static ByteBuffer storage(int bytes, BufferTraits traits) {
    ByteBuffer made =
        traits.direct() ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    return made.order(traits.order());
  }
}
