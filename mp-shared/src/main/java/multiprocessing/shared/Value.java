package multiprocessing.shared;

import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.RLock;

/**
 * Makes single values that processes share (Python's {@code multiprocessing.Value}). Each has a
 * lock of its own, which each single access takes; {@code unlocked()} of the value does without,
 * like Python's {@code RawValue}, and {@code lockedBy(lock)} takes one of yours.
 *
 * <pre>{@code
 * IntValue counter = Value.ofInt(0);
 * // in any process: neither is lost
 * counter.addAndGet(1);
 * try (Held held = counter.getLock().hold()) {
 *   counter.set(counter.get() * 2);
 * }
 * }</pre>
 *
 * <p>Each takes two pages of memory-backed file system until the last process that has it forgets
 * it. What one adds without the lock may be lost to another that reads and writes under it: use
 * either way, not both. Each method throws {@link multiprocessing.ProcessException} if there is no
 * room.
 */
public final class Value {
  private static final int SIZE = Long.BYTES;

  private Value() {}

  /**
   * A new int.
   *
   * @param value what it is at first
   * @return the value, with a lock of its own
   */
  public static IntValue ofInt(int value) {
    return ofInt(value, new RLock());
  }

  /**
   * A new long.
   *
   * @param value what it is at first
   * @return the value, with a lock of its own
   */
  public static LongValue ofLong(long value) {
    return ofLong(value, new RLock());
  }

  /**
   * A new double.
   *
   * @param value what it is at first
   * @return the value, with a lock of its own
   */
  public static DoubleValue ofDouble(double value) {
    return ofDouble(value, new RLock());
  }

  /**
   * A new float.
   *
   * @param value what it is at first
   * @return the value, with a lock of its own
   */
  public static FloatValue ofFloat(float value) {
    return ofFloat(value, new RLock());
  }

  /**
   * A new short.
   *
   * @param value what it is at first
   * @return the value, with a lock of its own
   */
  public static ShortValue ofShort(short value) {
    return ofShort(value, new RLock());
  }

  /**
   * A new byte.
   *
   * @param value what it is at first
   * @return the value, with a lock of its own
   */
  public static ByteValue ofByte(byte value) {
    return ofByte(value, new RLock());
  }

  /**
   * A new char.
   *
   * @param value what it is at first
   * @return the value, with a lock of its own
   */
  public static CharValue ofChar(char value) {
    return ofChar(value, new RLock());
  }

  /**
   * A new boolean.
   *
   * @param value what it is at first
   * @return the value, with a lock of its own
   */
  public static BooleanValue ofBoolean(boolean value) {
    return ofBoolean(value, new RLock());
  }

  /**
   * A new record. Python's {@code Value(Struct, ...)}.
   *
   * @param <R> the record
   * @param record what it is at first; its components are primitives and such records
   * @return the value, with a lock of its own
   * @throws IllegalArgumentException if they are not
   */
  public static <R extends Record> RecordValue<R> of(R record) {
    return of(record, new RLock());
  }

  @SuppressWarnings("unchecked") // the class of a record is that of no other one
  static <R extends Record> RecordValue<R> of(R record, RLock lock) {
    RecordLayout<R> layout = RecordLayout.of((Class<R>) record.getClass());
    SharedObject memory = SharedObject.create("shared-value", layout.size());
    new RecordValue<>(memory, null, layout).set(record);
    return new RecordValue<>(memory, lock, layout);
  }

  static IntValue ofInt(int value, RLock lock) {
    SharedObject memory = SharedObject.create("shared-value", SIZE);
    new IntValue(memory, null).set(value);
    return new IntValue(memory, lock);
  }

  static LongValue ofLong(long value, RLock lock) {
    SharedObject memory = SharedObject.create("shared-value", SIZE);
    new LongValue(memory, null).set(value);
    return new LongValue(memory, lock);
  }

  static DoubleValue ofDouble(double value, RLock lock) {
    SharedObject memory = SharedObject.create("shared-value", SIZE);
    new DoubleValue(memory, null).set(value);
    return new DoubleValue(memory, lock);
  }

  static FloatValue ofFloat(float value, RLock lock) {
    SharedObject memory = SharedObject.create("shared-value", SIZE);
    new FloatValue(memory, null).set(value);
    return new FloatValue(memory, lock);
  }

  static ShortValue ofShort(short value, RLock lock) {
    SharedObject memory = SharedObject.create("shared-value", SIZE);
    new ShortValue(memory, null).set(value);
    return new ShortValue(memory, lock);
  }

  static ByteValue ofByte(byte value, RLock lock) {
    SharedObject memory = SharedObject.create("shared-value", SIZE);
    new ByteValue(memory, null).set(value);
    return new ByteValue(memory, lock);
  }

  static CharValue ofChar(char value, RLock lock) {
    SharedObject memory = SharedObject.create("shared-value", SIZE);
    new CharValue(memory, null).set(value);
    return new CharValue(memory, lock);
  }

  static BooleanValue ofBoolean(boolean value, RLock lock) {
    SharedObject memory = SharedObject.create("shared-value", SIZE);
    new BooleanValue(memory, null).set(value);
    return new BooleanValue(memory, lock);
  }
}
