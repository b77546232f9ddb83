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
import java.util.ArrayList;
import java.util.List;

/** Where the components of a record are in memory: as a C compiler lays out such a struct. */
final class RecordLayout<R extends Record> {
  /*
   * Each component is at the next multiple of its alignment, and the whole has a multiple of the largest. The alignment of a
   * primitive is its size, that of a record in a record its largest one. A boolean has one byte and a char two.
   * record Mark(byte tag, Point at, int n) with record Point(short x, double y):
   *
   *   0     8      16     24  28  32
   *   | tag | at.x | at.y | n |   |
   *
   * What is in memory are the primitives, the leaves, in order. They are copied first, into or out of an array, so that what
   * runs of the user's, constructors and accessors, need not run while the memory is locked.
   */
  private final Class<R> type;
  private final MethodHandle constructor; // Object[] -> Record
  private final Part[] parts;
  private final Leaf[] leaves;
  private final int alignment;
  private final int size;

  /** A component; nested is null for a primitive. */
  private record Part(String name, MethodHandle accessor, RecordLayout<?> nested) {}

  /** A primitive at its place. */
  private record Leaf(Class<?> type, int offset) {}

  private RecordLayout(Class<R> type, List<Class<?>> outer, RecordComponent... components)
      throws IllegalAccessException {
    this.type = type;
    this.parts = new Part[components.length];
    List<Leaf> all = new ArrayList<>();
    Class<?>[] types = new Class<?>[components.length];
    int end = 0;
    int largest = 1;
    for (int i = 0; i < parts.length; i++) {
      types[i] = components[i].getType();
      RecordLayout<?> nested = nested(components[i], outer);
      parts[i] = new Part(components[i].getName(), accessor(components[i].getAccessor()), nested);
      int width = nested == null ? width(types[i]) : nested.alignment;
      int offset = roundUp(end, width);
      if (nested == null) {
        all.add(new Leaf(types[i], offset));
      } else {
        for (Leaf leaf : nested.leaves) {
          all.add(new Leaf(leaf.type, offset + leaf.offset));
        }
      }
      end = offset + (nested == null ? width : nested.size);
      largest = Math.max(largest, width);
    }
    this.leaves = all.toArray(new Leaf[0]);
    this.alignment = largest;
    this.size = roundUp(end, largest);
    this.constructor = constructor(type, types);
  }

  /**
   * The layout of a record.
   *
   * @throws IllegalArgumentException if there is something else in it than primitives and such
   *     records, or it is in a module that does not open it
   */
  static <R extends Record> RecordLayout<R> of(Class<R> type) {
    return of(type, List.of());
  }

  private static <R extends Record> RecordLayout<R> of(Class<R> type, List<Class<?>> outer) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null || components.length == 0) {
      throw new IllegalArgumentException("not a record with components: " + type.getName());
    }
    if (outer.contains(type)) {
      throw new IllegalArgumentException("a record cannot contain itself: " + type.getName());
    }
    List<Class<?>> here = new ArrayList<>(outer);
    here.add(type);
    try {
      return new RecordLayout<>(type, here, components);
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

  /** The layout of a component that is a record, or null. */
  private static RecordLayout<?> nested(RecordComponent component, List<Class<?>> outer) {
    Class<?> type = component.getType();
    if (type.isPrimitive()) {
      return null;
    }
    if (!type.isRecord()) {
      throw new IllegalArgumentException(
          "component "
              + component.getName()
              + " of "
              + component.getDeclaringRecord().getName()
              + " is neither a primitive nor a record: "
              + type.getName());
    }
    return of(type.asSubclass(Record.class), outer);
  }

  private static int width(Class<?> type) {
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

  /** Copies what is there; runs nothing of the user's. */
  Object[] load(ByteBuffer bytes, int at) {
    Object[] values = new Object[leaves.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = load(bytes, at + leaves[i].offset, leaves[i].type);
    }
    VarHandle.acquireFence();
    return values;
  }

  /** Writes what was taken from a record, one after the other; runs nothing of the user's. */
  void store(ByteBuffer bytes, int at, Object... values) {
    VarHandle.releaseFence();
    for (int i = 0; i < values.length; i++) {
      store(bytes, at + leaves[i].offset, values[i]);
    }
  }

  /** Makes a record of its leaves; what its constructor throws is thrown. */
  R make(Object... values) {
    int[] next = {0};
    return type.cast(make(values, next));
  }

  private Record make(Object[] values, int[] next) {
    Object[] components = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      RecordLayout<?> nested = parts[i].nested;
      components[i] = nested == null ? values[next[0]++] : nested.make(values, next);
    }
    try {
      return (Record) constructor.invokeExact(components);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /**
   * The leaves of a record.
   *
   * @throws NullPointerException if it, or a record in it, is null
   */
  Object[] take(R record) {
    List<Object> values = new ArrayList<>(leaves.length);
    take(record, values);
    return values.toArray();
  }

  private void take(Record record, List<Object> values) {
    for (Part part : parts) {
      Object value;
      try {
        value = (Object) part.accessor.invokeExact(record);
      } catch (Throwable e) {
        throw unchecked(e);
      }
      if (part.nested == null) {
        values.add(value);
      } else if (value == null) {
        throw new NullPointerException("component " + part.name + " of " + record + " is null");
      } else {
        part.nested.take((Record) value, values);
      }
    }
  }

  private static Object load(ByteBuffer bytes, int at, Class<?> type) {
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

  private static void store(ByteBuffer bytes, int at, Object value) {
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
