package multiprocessing.shared;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;

/** Where the components of a record are in memory: as a C compiler lays out such a struct. */
final class RecordLayout<R extends Record> {
  /*
   * Each component is at the next multiple of its size, and the whole has a multiple of the largest. A boolean has one
   * byte and a char two. record Point(byte tag, double x, int n):
   *
   *   0     8   16  20  24
   *   | tag | x | n |   |
   */
  private final Class<R> type;
  private final MethodHandle constructor; // Object[] -> Record
  private final MethodHandle[] accessors; // Record -> Object
  private final Class<?>[] types;
  private final int[] offsets;
  private final int size;

  private RecordLayout(Class<R> type, RecordComponent... components) throws IllegalAccessException {
    int count = components.length;
    this.type = type;
    this.accessors = new MethodHandle[count];
    this.types = new Class<?>[count];
    this.offsets = new int[count];
    int end = 0;
    int largest = 1;
    for (int i = 0; i < count; i++) {
      types[i] = components[i].getType();
      int width = width(components[i]);
      offsets[i] = roundUp(end, width);
      end = offsets[i] + width;
      largest = Math.max(largest, width);
      accessors[i] = accessor(components[i].getAccessor());
    }
    this.size = roundUp(end, largest);
    this.constructor = constructor(type, types);
  }

  /**
   * The layout of a record.
   *
   * @throws IllegalArgumentException if not all of its components are primitive, or it is in a
   *     module that does not open it
   */
  static <R extends Record> RecordLayout<R> of(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null || components.length == 0) {
      throw new IllegalArgumentException("not a record with components: " + type.getName());
    }
    try {
      return new RecordLayout<>(type, components);
    } catch (InaccessibleObjectException | IllegalAccessException e) {
      throw new IllegalArgumentException(
          "cannot make a "
              + type.getName()
              + ": "
              + e.getMessage()
              + "; its module must open its package to multiprocessing.shared",
          e);
    }
  }

  private static int width(RecordComponent component) {
    Class<?> type = component.getType();
    if (!type.isPrimitive()) {
      throw new IllegalArgumentException(
          "component "
              + component.getName()
              + " of "
              + component.getDeclaringRecord().getName()
              + " is no primitive: "
              + type.getName());
    }
    return switch (type.getName()) {
      case "boolean", "byte" -> Byte.BYTES;
      case "short", "char" -> Short.BYTES;
      case "int", "float" -> Integer.BYTES;
      default -> Long.BYTES;
    };
  }

  private static int roundUp(int offset, int width) {
    return (offset + width - 1) / width * width;
  }

  private static MethodHandle accessor(Method method) throws IllegalAccessException {
    method.setAccessible(true);
    return MethodHandles.lookup()
        .unreflect(method)
        .asType(MethodType.methodType(Object.class, Record.class));
  }

  private static MethodHandle constructor(Class<?> type, Class<?>... types)
      throws IllegalAccessException {
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(canonical)
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Record.class, Object[].class));
    } catch (NoSuchMethodException e) {
      throw new AssertionError("a record has a canonical constructor: " + type, e);
    }
  }

  Class<R> type() {
    return type;
  }

  /** In bytes. */
  int size() {
    return size;
  }

  /** Makes a record of what is there; if its constructor refuses that, its exception is thrown. */
  R read(ByteBuffer bytes, int at) {
    Object[] values = new Object[types.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(bytes, at + offsets[i], types[i]);
    }
    VarHandle.acquireFence();
    try {
      return type.cast((Record) constructor.invokeExact(values));
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Writes all components, one after the other. */
  void write(ByteBuffer bytes, int at, R record) {
    Object[] values = new Object[types.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = (Object) accessors[i].invokeExact((Record) record);
      }
    } catch (Throwable e) {
      throw unchecked(e);
    }
    VarHandle.releaseFence();
    for (int i = 0; i < values.length; i++) {
      write(bytes, at + offsets[i], values[i]);
    }
  }

  private static Object read(ByteBuffer bytes, int at, Class<?> type) {
    return switch (type.getName()) {
      case "boolean" -> bytes.get(at) != 0;
      case "byte" -> bytes.get(at);
      case "short" -> bytes.getShort(at);
      case "char" -> bytes.getChar(at);
      case "int" -> bytes.getInt(at);
      case "long" -> bytes.getLong(at);
      case "float" -> bytes.getFloat(at);
      default -> bytes.getDouble(at);
    };
  }

  private static void write(ByteBuffer bytes, int at, Object value) {
    if (value instanceof Boolean flag) {
      bytes.put(at, (byte) (flag ? 1 : 0));
    } else if (value instanceof Byte one) {
      bytes.put(at, one);
    } else if (value instanceof Short one) {
      bytes.putShort(at, one);
    } else if (value instanceof Character one) {
      bytes.putChar(at, one);
    } else if (value instanceof Integer one) {
      bytes.putInt(at, one);
    } else if (value instanceof Long one) {
      bytes.putLong(at, one);
    } else if (value instanceof Float one) {
      bytes.putFloat(at, one);
    } else {
      bytes.putDouble(at, (Double) value);
    }
  }

  /** What a constructor or an accessor of the user's has thrown. */
  private RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("cannot read or write a " + type.getName(), thrown);
  }
}
