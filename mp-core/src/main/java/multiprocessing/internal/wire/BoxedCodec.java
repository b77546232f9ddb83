package multiprocessing.internal.wire;

/** Writes boxed primitives; their identity does not travel. */
final class BoxedCodec extends Codec {
  BoxedCodec(int tag) {
    super(null, tag, false, false);
  }

  @Override
  void write(GraphWriter graph, Object value) {
    write(graph.out, value, tag);
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) {
    return read(graph.in, tag);
  }

  static void write(WireOutput out, Object value, int tag) {
    switch (tag) {
      case Tag.BOOLEAN -> out.writeBoolean((Boolean) value);
      case Tag.BYTE -> out.writeByte((Byte) value);
      case Tag.SHORT -> out.writeShort((Short) value);
      case Tag.CHARACTER -> out.writeChar((Character) value);
      case Tag.INTEGER -> out.writeVarInt((Integer) value, false);
      case Tag.LONG -> out.writeVarLong((Long) value, false);
      case Tag.FLOAT -> out.writeInt(Float.floatToRawIntBits((Float) value));
      case Tag.DOUBLE -> out.writeLong(Double.doubleToRawLongBits((Double) value));
      default -> throw new IllegalArgumentException("not a boxed primitive: tag=" + tag);
    }
  }

  static Object read(WireInput in, int tag) {
    return switch (tag) {
      case Tag.BOOLEAN -> in.readBoolean();
      case Tag.BYTE -> in.readByte();
      case Tag.SHORT -> in.readShort();
      case Tag.CHARACTER -> in.readChar();
      case Tag.INTEGER -> in.readVarInt(false);
      case Tag.LONG -> in.readVarLong(false);
      case Tag.FLOAT -> Float.intBitsToFloat(in.readInt());
      case Tag.DOUBLE -> Double.longBitsToDouble(in.readLong());
      default -> throw new Damage("no boxed primitive has the tag " + tag);
    };
  }
}
