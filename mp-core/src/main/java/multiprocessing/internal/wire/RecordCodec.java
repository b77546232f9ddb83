package multiprocessing.internal.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/** Writes a record by its components; it is made again by its canonical constructor. */
final class RecordCodec extends Codec {
  private final Field[] components;
  private final int hash;
  private volatile Constructor<?> constructor;

  RecordCodec(Class<?> type) {
    super(type, Tag.NAMED, true, false);
    RecordComponent[] declared = type.getRecordComponents();
    components = new Field[declared.length];
    int code = 7;
    for (int i = 0; i < declared.length; i++) {
      components[i] = field(type, declared[i].getName());
      code = 31 * code + declared[i].getName().hashCode();
      code = 31 * code + declared[i].getType().getName().hashCode();
    }
    hash = code;
  }

  /** The field, not the accessor: an accessor may give something else than was stored. */
  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("record without a field for its component: " + name, e);
    }
  }

  @Override
  void write(GraphWriter graph, Object value) throws Exception {
    if (graph.firstUse(this)) {
      graph.out.writeInt(hash);
    }
    for (Field component : components) {
      graph.write(component.get(value));
    }
  }

  @Override
  Object read(GraphReader graph, Class<?> named, int slot) throws Exception {
    if (graph.firstUse(this) && graph.in.readInt() != hash) {
      throw new Damage(
          "record "
              + named.getName()
              + " has other components here than at the sender;"
              + " do both run the same version?");
    }
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = graph.read();
    }
    try {
      return canonical().newInstance(values);
    } catch (InvocationTargetException e) {
      throw new Damage(
          "the constructor of record " + named.getName() + " refused: " + e.getCause(),
          e.getCause());
    }
  }

  private Constructor<?> canonical() throws NoSuchMethodException {
    Constructor<?> known = constructor;
    if (known == null) {
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < types.length; i++) {
        types[i] = components[i].getType();
      }
      known = type.getDeclaredConstructor(types);
      known.setAccessible(true);
      constructor = known;
    }
    return known;
  }
}
