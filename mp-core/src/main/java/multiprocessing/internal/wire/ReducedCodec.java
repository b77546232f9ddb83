package multiprocessing.internal.wire;

import multiprocessing.function.SerializableFunction;

/** Writes what a registered function makes of an object, and the function that makes it again. */
final class ReducedCodec extends Codec {
  private final Reductions.Reduction reduction;

  ReducedCodec(Reductions.Reduction reduction) {
    super(null, Tag.REDUCED, true, false);
    this.reduction = reduction;
  }

  @Override
  void write(GraphWriter out, Object value) throws Exception {
    Object parts;
    try {
      parts = reduction.reduce().apply(value);
    } catch (Exception e) {
      String what =
          reduction.isOwn()
              ? Describe.type(value) + " cannot be written: "
              : "the reduction registered for " + reduction.type().getName() + " failed: ";
      throw new Refusal(value, what + e, e);
    }
    out.write(reduction.rebuild());
    out.write(parts);
  }

  @Override
  @SuppressWarnings("unchecked") // the writer put a function there; else a ClassCastException tells
  Object read(GraphReader in, Class<?> type, int slot) throws Exception {
    SerializableFunction<Object, ?> rebuild = (SerializableFunction<Object, ?>) in.read();
    Object parts = in.read();
    if (rebuild == null) {
      throw new Damage("a reduced object without the function that rebuilds it");
    }
    return rebuild.apply(parts);
  }
}
