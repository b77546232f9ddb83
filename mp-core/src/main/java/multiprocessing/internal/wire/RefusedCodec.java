package multiprocessing.internal.wire;

/** The codec of what may not travel. */
final class RefusedCodec extends Codec {
  private final String reason;

  RefusedCodec(String reason) {
    super(null, Tag.ISLAND, false, true);
    this.reason = reason;
  }

  @Override
  void write(GraphWriter out, Object value) {
    throw new Refusal(value, Describe.type(value) + " " + reason);
  }

  @Override
  Object read(GraphReader in, Class<?> type, int slot) {
    throw new Damage("class " + type.getName() + " " + reason);
  }
}
