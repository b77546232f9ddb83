package multiprocessing.shared;

import java.util.List;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.RLock;

/**
 * Makes arrays that processes share (Python's {@code multiprocessing.Array}). Each has a lock of
 * its own, which each single access takes; {@code unlocked()} of the array does without, like
 * Python's {@code RawArray}, and {@code lockedBy(lock)} takes one of yours. To read or write many
 * elements, take a range: it is copied at the speed of memory, under the lock.
 *
 * <p>An array has at most 2^31-1 bytes; for more, see {@link SharedMemory}. Its memory is there as
 * long as any process has it, and really there: no access fails for lack of it later. Each method
 * throws {@link multiprocessing.ProcessException} if there is no room.
 */
public final class Array {
  private Array() {}

  /**
   * New ints that are 0. Python's {@code Array('i', n)}.
   *
   * @param length how many, 0 or more
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is negative, or more than 2^31-1 bytes
   */
  public static IntArray zeroedInts(int length) {
    return new IntArray(SharedArray.allocate(length, Integer.BYTES), new RLock());
  }

  /**
   * New ints. Python's {@code Array('i', [...])}.
   *
   * @param values what they are at first
   * @return the array, with a lock of its own
   */
  public static IntArray ofInts(int... values) {
    return ofInts(values, new RLock());
  }

  /**
   * New longs that are 0. Python's {@code Array('q', n)}.
   *
   * @param length how many, 0 or more
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is negative, or more than 2^31-1 bytes
   */
  public static LongArray zeroedLongs(int length) {
    return new LongArray(SharedArray.allocate(length, Long.BYTES), new RLock());
  }

  /**
   * New longs. Python's {@code Array('q', [...])}.
   *
   * @param values what they are at first
   * @return the array, with a lock of its own
   */
  public static LongArray ofLongs(long... values) {
    return ofLongs(values, new RLock());
  }

  /**
   * New doubles that are 0. Python's {@code Array('d', n)}.
   *
   * @param length how many, 0 or more
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is negative, or more than 2^31-1 bytes
   */
  public static DoubleArray zeroedDoubles(int length) {
    return new DoubleArray(SharedArray.allocate(length, Double.BYTES), new RLock());
  }

  /**
   * New doubles. Python's {@code Array('d', [...])}.
   *
   * @param values what they are at first
   * @return the array, with a lock of its own
   */
  public static DoubleArray ofDoubles(double... values) {
    return ofDoubles(values, new RLock());
  }

  /**
   * New floats that are 0. Python's {@code Array('f', n)}.
   *
   * @param length how many, 0 or more
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is negative, or more than 2^31-1 bytes
   */
  public static FloatArray zeroedFloats(int length) {
    return new FloatArray(SharedArray.allocate(length, Float.BYTES), new RLock());
  }

  /**
   * New floats. Python's {@code Array('f', [...])}.
   *
   * @param values what they are at first
   * @return the array, with a lock of its own
   */
  public static FloatArray ofFloats(float... values) {
    return ofFloats(values, new RLock());
  }

  /**
   * New shorts that are 0. Python's {@code Array('h', n)}.
   *
   * @param length how many, 0 or more
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is negative, or more than 2^31-1 bytes
   */
  public static ShortArray zeroedShorts(int length) {
    return new ShortArray(SharedArray.allocate(length, Short.BYTES), new RLock());
  }

  /**
   * New shorts. Python's {@code Array('h', [...])}.
   *
   * @param values what they are at first
   * @return the array, with a lock of its own
   */
  public static ShortArray ofShorts(short... values) {
    return ofShorts(values, new RLock());
  }

  /**
   * New bytes that are 0. Python's {@code Array('b', n)}.
   *
   * @param length how many, 0 or more
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is negative, or more than 2^31-1 bytes
   */
  public static ByteArray zeroedBytes(int length) {
    return new ByteArray(SharedArray.allocate(length, 1), new RLock());
  }

  /**
   * New bytes. Python's {@code Array('b', [...])}.
   *
   * @param values what they are at first
   * @return the array, with a lock of its own
   */
  public static ByteArray ofBytes(byte... values) {
    return ofBytes(values, new RLock());
  }

  /**
   * New chars that are {@code '\0'}. Python's {@code Array('u', n)}.
   *
   * @param length how many, 0 or more
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is negative, or more than 2^31-1 bytes
   */
  public static CharArray zeroedChars(int length) {
    return new CharArray(SharedArray.allocate(length, Character.BYTES), new RLock());
  }

  /**
   * New chars. Python's {@code Array('u', [...])}.
   *
   * @param values what they are at first
   * @return the array, with a lock of its own
   */
  public static CharArray ofChars(char... values) {
    return ofChars(values, new RLock());
  }

  /**
   * New booleans that are false. Python's {@code Array('?', n)}.
   *
   * @param length how many, 0 or more
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is negative, or more than 2^31-1 bytes
   */
  public static BooleanArray zeroedBooleans(int length) {
    return new BooleanArray(SharedArray.allocate(length, 1), new RLock());
  }

  /**
   * New booleans. Python's {@code Array('?', [...])}.
   *
   * @param values what they are at first
   * @return the array, with a lock of its own
   */
  public static BooleanArray ofBooleans(boolean... values) {
    return ofBooleans(values, new RLock());
  }

  /**
   * A new text that has room for itself, as UTF-8. Python's {@code Array('c', text.encode())}.
   *
   * @param text what it is at first
   * @return the text, with a lock of its own
   * @throws IllegalArgumentException if it has one half of a surrogate pair
   */
  public static StringArray ofString(String text) {
    return ofString(text, Utf8.encode(text).length);
  }

  /**
   * A new text that has room for a longer one.
   *
   * @param text what it is at first
   * @param length how many bytes of UTF-8 there is room for
   * @return the text, with a lock of its own
   * @throws IllegalArgumentException if the text itself is longer or has one half of a surrogate
   *     pair, or the length is negative
   */
  public static StringArray ofString(String text, int length) {
    StringArray unlocked = new StringArray(SharedArray.allocate(length, 1), null);
    unlocked.setValue(text);
    return new StringArray(unlocked.memory, new RLock());
  }

  /**
   * New records. Python's {@code Array(Struct, [...])}.
   *
   * @param <R> the record
   * @param type a record whose components are primitives and such records
   * @param records what they are at first
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is no such record, or they have more than 2^31-1 bytes
   */
  public static <R extends Record> RecordArray<R> of(Class<R> type, List<R> records) {
    return of(type, records, new RLock());
  }

  /**
   * New records of zeros. Python's {@code Array(Struct, n)}.
   *
   * @param <R> the record
   * @param type a record whose components are primitives and such records
   * @param length how many, 0 or more
   * @return the array, with a lock of its own
   * @throws IllegalArgumentException if that is no such record, the length negative, or they have
   *     more than 2^31-1 bytes
   */
  public static <R extends Record> RecordArray<R> zeroed(Class<R> type, int length) {
    RecordLayout<R> layout = RecordLayout.of(type);
    return new RecordArray<>(SharedArray.allocate(length, layout.size()), new RLock(), layout);
  }

  static <R extends Record> RecordArray<R> of(Class<R> type, List<R> records, RLock lock) {
    RecordLayout<R> layout = RecordLayout.of(type);
    SharedObject memory = SharedArray.allocate(records.size(), layout.size());
    new RecordArray<>(memory, null, layout).setSlice(0, records.size(), records);
    return new RecordArray<>(memory, lock, layout);
  }

  static IntArray ofInts(int[] values, RLock lock) {
    SharedObject memory = SharedArray.allocate(values.length, Integer.BYTES);
    new IntArray(memory, null).set(0, values, 0, values.length);
    return new IntArray(memory, lock);
  }

  static LongArray ofLongs(long[] values, RLock lock) {
    SharedObject memory = SharedArray.allocate(values.length, Long.BYTES);
    new LongArray(memory, null).set(0, values, 0, values.length);
    return new LongArray(memory, lock);
  }

  static DoubleArray ofDoubles(double[] values, RLock lock) {
    SharedObject memory = SharedArray.allocate(values.length, Double.BYTES);
    new DoubleArray(memory, null).set(0, values, 0, values.length);
    return new DoubleArray(memory, lock);
  }

  static FloatArray ofFloats(float[] values, RLock lock) {
    SharedObject memory = SharedArray.allocate(values.length, Float.BYTES);
    new FloatArray(memory, null).set(0, values, 0, values.length);
    return new FloatArray(memory, lock);
  }

  static ShortArray ofShorts(short[] values, RLock lock) {
    SharedObject memory = SharedArray.allocate(values.length, Short.BYTES);
    new ShortArray(memory, null).set(0, values, 0, values.length);
    return new ShortArray(memory, lock);
  }

  static ByteArray ofBytes(byte[] values, RLock lock) {
    SharedObject memory = SharedArray.allocate(values.length, 1);
    new ByteArray(memory, null).set(0, values, 0, values.length);
    return new ByteArray(memory, lock);
  }

  static CharArray ofChars(char[] values, RLock lock) {
    SharedObject memory = SharedArray.allocate(values.length, Character.BYTES);
    new CharArray(memory, null).set(0, values, 0, values.length);
    return new CharArray(memory, lock);
  }

  static BooleanArray ofBooleans(boolean[] values, RLock lock) {
    SharedObject memory = SharedArray.allocate(values.length, 1);
    new BooleanArray(memory, null).set(0, values, 0, values.length);
    return new BooleanArray(memory, lock);
  }
}
