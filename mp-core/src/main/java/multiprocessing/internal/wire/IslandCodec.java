package multiprocessing.internal.wire;

import java.io.IOException;

/** Hands an object to Java serialization, which keeps its identity itself. */
final class IslandCodec extends Codec {
  IslandCodec() {
    super(null, Tag.ISLAND, false, true);
  }

  @Override
  void write(GraphWriter out, Object value) {
    try {
      out.writeIsland(value);
    } catch (Refusal e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Refusal(value, Describe.type(value) + " cannot be written: " + reason(e), e);
    }
  }

  /** What a hook of the object has thrown is hidden by Java serialization. */
  private static Throwable reason(Exception e) {
    boolean hidden = e.getCause() != null && "unexpected exception type".equals(e.getMessage());
    return hidden ? e.getCause() : e;
  }

  @Override
  Object read(GraphReader in, Class<?> type, int slot) throws Exception {
    return in.readIsland();
  }
}
