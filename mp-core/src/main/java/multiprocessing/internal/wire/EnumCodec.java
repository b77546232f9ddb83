package multiprocessing.internal.wire;

/** Writes an enum constant by name; a constant with a body belongs to the enum that declares it. */
final class EnumCodec extends Codec {
  EnumCodec(Class<?> declaring) {
    super(declaring, Tag.NAMED, true, true);
  }

  @Override
  void write(GraphWriter out, Object value) {
    out.out.writeText(((Enum<?>) value).name());
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // the codec was chosen because this is an enum
  Object read(GraphReader in, Class<?> declaring, int slot) {
    String name = in.in.readText();
    try {
      return Enum.valueOf((Class) declaring, name);
    } catch (IllegalArgumentException e) {
      throw new Damage("enum " + declaring.getName() + " has no constant " + name + " here", e);
    }
  }
}
