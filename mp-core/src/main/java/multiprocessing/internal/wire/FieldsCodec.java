package multiprocessing.internal.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** Writes an object field by field; it is made again without a constructor. */
final class FieldsCodec extends Codec {
  private final Layout layout;
  private volatile Constructor<?> allocator;

  FieldsCodec(Class<?> type) {
    super(type, Tag.NAMED, true, true);
    layout = Layout.of(type);
  }

  @Override
  void write(GraphWriter graph, Object value) throws Exception {
    if (graph.firstUse(this)) {
      graph.out.writeInt(layout.hash);
    }
    for (Field field : layout.fields) {
      if (field.getType().isPrimitive()) {
        writePrimitive(graph.out, field, value);
      } else {
        graph.writeField(field.get(value));
      }
    }
  }

  private static void writePrimitive(WireOutput out, Field field, Object owner)
      throws IllegalAccessException {
    Class<?> type = field.getType();
    if (type == int.class) {
      out.writeVarInt(field.getInt(owner), false);
    } else if (type == long.class) {
      out.writeVarLong(field.getLong(owner), false);
    } else if (type == boolean.class) {
      out.writeBoolean(field.getBoolean(owner));
    } else if (type == double.class) {
      out.writeLong(Double.doubleToRawLongBits(field.getDouble(owner)));
    } else if (type == float.class) {
      out.writeInt(Float.floatToRawIntBits(field.getFloat(owner)));
    } else if (type == byte.class) {
      out.writeByte(field.getByte(owner));
    } else if (type == short.class) {
      out.writeShort(field.getShort(owner));
    } else {
      out.writeChar(field.getChar(owner));
    }
  }

  @Override
  Object read(GraphReader graph, Class<?> named, int slot) throws Exception {
    if (graph.firstUse(this)) {
      layout.check(named, graph.in.readInt());
    }
    Object value = allocate();
    graph.publish(slot, value);
    for (Field field : layout.fields) {
      if (field.getType().isPrimitive()) {
        readPrimitive(graph.in, field, value);
      } else {
        graph.readField(value, field);
      }
    }
    return value;
  }

  private Object allocate() throws ReflectiveOperationException {
    Constructor<?> known = allocator;
    if (known == null) {
      if (Modifier.isAbstract(type.getModifiers())) {
        throw new Damage("class " + type.getName() + " is abstract here");
      }
      known = Backdoor.allocator(type);
      allocator = known;
    }
    return known.newInstance();
  }

  private static void readPrimitive(WireInput in, Field field, Object owner)
      throws IllegalAccessException {
    Class<?> type = field.getType();
    if (type == int.class) {
      field.setInt(owner, in.readVarInt(false));
    } else if (type == long.class) {
      field.setLong(owner, in.readVarLong(false));
    } else if (type == boolean.class) {
      field.setBoolean(owner, in.readBoolean());
    } else if (type == double.class) {
      field.setDouble(owner, Double.longBitsToDouble(in.readLong()));
    } else if (type == float.class) {
      field.setFloat(owner, Float.intBitsToFloat(in.readInt()));
    } else if (type == byte.class) {
      field.setByte(owner, in.readByte());
    } else if (type == short.class) {
      field.setShort(owner, in.readShort());
    } else {
      field.setChar(owner, in.readChar());
    }
  }
}
