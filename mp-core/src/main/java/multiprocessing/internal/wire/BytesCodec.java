package multiprocessing.internal.wire;

/** Writes byte arrays, with one copy at either end. */
final class BytesCodec extends Codec {
  BytesCodec() {
    super(null, Tag.BYTES, true, true);
  }

  @Override
  void write(GraphWriter graph, Object value) {
    byte[] bytes = (byte[]) value;
    graph.out.writeVarInt(bytes.length, true);
    graph.out.writeBlob(bytes);
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) {
    return graph.in.readBlob();
  }
}
