package multiprocessing.internal.wire;

/** Writes an enum constant by name; a constant with a body belongs to the enum that declares it. */
final class EnumCodec extends Codec {
  EnumCodec(Class<?> declaring) {
    super(declaring, Tag.NAMED, true, false);
  }

  @Override
  void write(GraphWriter out, Object value) {
    out.out.writeText(((Enum<?>) value).name());
  }

  @Override
  Object read(GraphReader in, Class<?> declaring, int slot) {
    String name = in.in.readText();
    Object[] constants = declaring.getEnumConstants();
    if (constants != null) {
      for (Object constant : constants) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
    }
    throw new Damage("enum " + declaring.getName() + " has no constant " + name + " here");
  }
}
