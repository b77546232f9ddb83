package multiprocessing.internal.wire;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/** Classes as users write them: none is serializable unless that is the point of it. */
final class UserTypes {
  private UserTypes() {}

  static final class Everything {
    private final boolean flag = true;
    private final byte small = 1;
    private final short number = -2;
    private final char letter = 'x';
    private final int whole = 3;
    private final long large = Long.MIN_VALUE;
    private final float single = 1.5f;
    private final double real = -2.5;
    private final String text = "t";
    private final Integer boxed = 4;
    private final Object lock = new Object();
    private final int[][] grid = {{1}};
    private final Class<?> type = int.class;

    String view() {
      return flag
          + ","
          + small
          + number
          + letter
          + whole
          + large
          + single
          + real
          + text
          + boxed
          + lock.getClass()
          + grid[0][0]
          + type;
    }
  }

  static class Hidden {
    @SuppressWarnings("unused") // read through view()
    private final int value;

    Hidden(int value) {
      this.value = value;
    }

    int upper() {
      return value;
    }
  }

  static final class Hiding extends Hidden {
    private final int value;

    Hiding(int upper, int lower) {
      super(upper);
      value = lower;
    }

    List<Integer> view() {
      return List.of(upper(), value);
    }
  }

  static final class NoDefault {
    final int value;

    NoDefault(int value) {
      if (value == 0) {
        throw new IllegalArgumentException("value must not be 0");
      }
      this.value = value;
    }

    public int value() {
      return value;
    }
  }

  static final class WithTransient {
    transient Object lost = new Object();
  }

  record Point(int x, int y) {}

  record Pair<A, B>(A first, B second) {}

  record Empty() {}

  record Lying(int value) {
    @Override
    public int value() {
      return value + 1;
    }
  }

  enum Shade {
    DARK,
    LIGHT {
      @Override
      String text() {
        return "light";
      }
    };

    String text() {
      return "dark";
    }
  }

  static final class Outer {
    private final int base;

    Outer(int base) {
      this.base = base;
    }

    Inner inner() {
      return new Inner();
    }

    final class Inner {
      int sum() {
        return base + 1;
      }
    }
  }

  static final class Tagged extends ArrayList<Object> {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // a user's field that is not serializable must travel as well
    private final NoDefault tag;

    Tagged(NoDefault tag) {
      this.tag = tag;
    }

    List<Object> view() {
      return List.of(new ArrayList<>(this), tag.value);
    }
  }

  static final class Registry extends HashMap<String, Object> {
    private static final long serialVersionUID = 1;
    private final String name;

    Registry(String name) {
      this.name = name;
      put("k", new Point(1, 2));
    }

    List<Object> view() {
      return List.of(name, get("k"));
    }
  }

  static final class Money extends Number {
    private static final long serialVersionUID = 1;
    private final int cents;

    Money(int cents) {
      this.cents = cents;
    }

    @Override
    public int intValue() {
      return cents;
    }

    @Override
    public long longValue() {
      return cents;
    }

    @Override
    public float floatValue() {
      return cents;
    }

    @Override
    public double doubleValue() {
      return cents;
    }
  }

  record Plain(String text) implements Serializable {}

  static final class Single implements Serializable {
    private static final long serialVersionUID = 1;
    static final Single ONLY = new Single();

    private Object readResolve() {
      return ONLY;
    }
  }

  static final class Replaced implements Serializable {
    private static final long serialVersionUID = 1;
    final String text;

    Replaced(String text) {
      this.text = text;
    }

    private Object writeReplace() {
      return new Replacement(text + "/proxy");
    }
  }

  static final class Replacement implements Serializable {
    private static final long serialVersionUID = 1;
    private final String text;

    Replacement(String text) {
      this.text = text;
    }

    private Object readResolve() {
      return new Replaced(text);
    }
  }

  /** Public with a public constructor, as Externalizable demands. */
  public static final class External implements Externalizable {
    private static final long serialVersionUID = 1;
    String text;

    public External() {}

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeUTF(text + "!");
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      text = in.readUTF();
    }
  }

  /** Of its two arrays, Java serialization writes the second itself. */
  static final class Traced implements Serializable {
    private static final long serialVersionUID = 1;
    final int[] data;
    final StackTraceElement[] trace = new Throwable().getStackTrace();

    Traced(int length) {
      data = new int[length];
      Arrays.fill(data, length);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }
  }

  static final class Loaded extends Exception {
    private static final long serialVersionUID = 1;
    final byte[] data;

    Loaded(int length) {
      super("m");
      data = new byte[length];
      Arrays.fill(data, (byte) 3);
    }
  }

  static final class Counted implements Serializable {
    private static final long serialVersionUID = 1;
    private final int once;
    transient int twice;

    Counted(int once) {
      this.once = once;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(once * 2);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      twice = in.readInt();
    }
  }

  static final class Holder implements Serializable {
    private static final long serialVersionUID = 1;
    transient NoDefault held;

    Holder(int value) {
      held = new NoDefault(value);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeObject(held);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      held = (NoDefault) in.readObject();
    }
  }

  static final class Chosen implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused") // Java serialization finds it by name
    private static final ObjectStreamField[] serialPersistentFields = {
      new ObjectStreamField("taken", String.class)
    };

    final String taken = Objects.toString("taken");
    final String left = Objects.toString("left");
  }

  static final class Link {
    Link other;
    Object any;
  }

  static final class Answer implements InvocationHandler {
    private final String text;

    Answer(String text) {
      this.text = text;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return method.getName().equals("toString") ? text : null;
    }
  }
}
