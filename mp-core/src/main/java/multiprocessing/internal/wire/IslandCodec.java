package multiprocessing.internal.wire;

/** Hands an object to Java serialization, which keeps its identity itself. */
final class IslandCodec extends Codec {
  IslandCodec() {
    super(null, Tag.ISLAND, false, true);
  }

  @Override
  void write(GraphWriter out, Object value) throws Exception {
    out.writeIsland(value);
  }

  @Override
  Object read(GraphReader in, Class<?> type, int slot) throws Exception {
    return in.readIsland();
  }
}
