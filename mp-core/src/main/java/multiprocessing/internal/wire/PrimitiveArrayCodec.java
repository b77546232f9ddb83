package multiprocessing.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes arrays of primitives as one block, little-endian. */
final class PrimitiveArrayCodec extends Codec {
  PrimitiveArrayCodec(int tag) {
    super(null, tag, true, true);
  }

  @Override
  void write(GraphWriter graph, Object value) {
    byte[] block;
    switch (tag) {
      case Tag.BOOLEANS -> {
        boolean[] array = (boolean[]) value;
        block = block(graph, array.length, 1);
        for (int i = 0; i < block.length; i++) {
          block[i] = (byte) (array[i] ? 1 : 0);
        }
      }
      case Tag.SHORTS -> {
        short[] array = (short[]) value;
        block = block(graph, array.length, Short.BYTES);
        view(block).asShortBuffer().put(array);
      }
      case Tag.CHARS -> {
        char[] array = (char[]) value;
        block = block(graph, array.length, Character.BYTES);
        view(block).asCharBuffer().put(array);
      }
      case Tag.INTS -> {
        int[] array = (int[]) value;
        block = block(graph, array.length, Integer.BYTES);
        view(block).asIntBuffer().put(array);
      }
      case Tag.LONGS -> {
        long[] array = (long[]) value;
        block = block(graph, array.length, Long.BYTES);
        view(block).asLongBuffer().put(array);
      }
      case Tag.FLOATS -> {
        float[] array = (float[]) value;
        block = block(graph, array.length, Float.BYTES);
        view(block).asFloatBuffer().put(array);
      }
      default -> {
        double[] array = (double[]) value;
        block = block(graph, array.length, Double.BYTES);
        view(block).asDoubleBuffer().put(array);
      }
    }
    graph.out.writeBlob(block);
  }

  private static byte[] block(GraphWriter graph, int length, int elementBytes) {
    graph.out.writeVarInt(length, true);
    long bytes = (long) length * elementBytes;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new Refusal(null, "array is too long: " + bytes + " bytes, at most 2 GiB fit");
    }
    return new byte[(int) bytes];
  }

  private static ByteBuffer view(byte[] block) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) {
    WireInput in = graph.in;
    return switch (tag) {
      case Tag.BOOLEANS -> readBooleans(in);
      case Tag.SHORTS -> {
        short[] array = new short[in.readCount(Short.BYTES)];
        in.take(array.length * Short.BYTES).asShortBuffer().get(array);
        yield array;
      }
      case Tag.CHARS -> {
        char[] array = new char[in.readCount(Character.BYTES)];
        in.take(array.length * Character.BYTES).asCharBuffer().get(array);
        yield array;
      }
      case Tag.INTS -> {
        int[] array = new int[in.readCount(Integer.BYTES)];
        in.take(array.length * Integer.BYTES).asIntBuffer().get(array);
        yield array;
      }
      case Tag.LONGS -> {
        long[] array = new long[in.readCount(Long.BYTES)];
        in.take(array.length * Long.BYTES).asLongBuffer().get(array);
        yield array;
      }
      case Tag.FLOATS -> {
        float[] array = new float[in.readCount(Float.BYTES)];
        in.take(array.length * Float.BYTES).asFloatBuffer().get(array);
        yield array;
      }
      default -> {
        double[] array = new double[in.readCount(Double.BYTES)];
        in.take(array.length * Double.BYTES).asDoubleBuffer().get(array);
        yield array;
      }
    };
  }

  private static boolean[] readBooleans(WireInput in) {
    boolean[] array = new boolean[in.readCount(1)];
    for (int i = 0; i < array.length; i++) {
      array[i] = in.readByte() != 0;
    }
    return array;
  }
}
