package multiprocessing.shared;

import java.util.Arrays;
import java.util.Objects;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * A byte array that processes share (Python's {@code Array('b', ...)}), made by {@link
 * Array#ofBytes} and {@link Array#zeroedBytes}. Python's {@code Array('c', ...)} is one, too: see
 * {@link #value}. It can be iterated, element by element.
 *
 * <p><b>If a process dies</b> that holds the lock, each access under the lock throws {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; of a range that it was writing, a
 * part may be written. Each element is whole.
 */
public final class ByteArray extends SharedArray<Byte, ByteArray> {
  private static final long serialVersionUID = 1;

  ByteArray(SharedObject memory, RLock lock) {
    super(memory, lock, 1);
  }

  /**
   * Reads an element, under the lock if there is one. Python's {@code array[index]}.
   *
   * @param index from 0, less than the length
   * @return what was written there last
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public byte get(int index) {
    Objects.checkIndex(index, length);
    boolean entered = enter();
    try {
      return Words.getByteAcquire(bytes, index);
    } finally {
      exit(entered);
    }
  }

  /**
   * Writes an element, under the lock if there is one. Python's {@code array[index] = x}.
   *
   * @param index from 0, less than the length
   * @param value any
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void set(int index, byte value) {
    Objects.checkIndex(index, length);
    boolean entered = enter();
    try {
      Words.setByteRelease(bytes, index, value);
    } finally {
      exit(entered);
    }
  }

  /**
   * Reads several elements at once, under the lock if there is one.
   *
   * @param index the first one
   * @param to where they are written
   * @param offset where the first one is written there
   * @param count how many, 0 or more
   * @throws IndexOutOfBoundsException if there are not so many, here or there; nothing was read
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public void get(int index, byte[] to, int offset, int count) {
    checkRange(index, count, to.length, offset);
    boolean entered = enter();
    try {
      bytes.get(index, to, offset, count);
    } finally {
      exit(entered);
    }
  }

  /**
   * Writes several elements at once, under the lock if there is one.
   *
   * @param index the first one
   * @param from what is written
   * @param offset the first of it that is written
   * @param count how many, 0 or more
   * @throws IndexOutOfBoundsException if there are not so many, here or there; nothing was written
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void set(int index, byte[] from, int offset, int count) {
    checkRange(index, count, from.length, offset);
    boolean entered = enter();
    try {
      bytes.put(index, from, offset, count);
    } finally {
      exit(entered);
    }
  }

  /**
   * Reads the elements of a range. Python's {@code array[from:to]}.
   *
   * @param from the first one
   * @param to the one after the last
   * @return a copy of them
   * @throws IndexOutOfBoundsException if that is no range of this array
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public byte[] slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    byte[] copy = new byte[to - from];
    get(from, copy, 0, copy.length);
    return copy;
  }

  /**
   * Writes the elements of a range. Python's {@code array[from:to] = values}.
   *
   * @param from the first one
   * @param to the one after the last
   * @param values as many as the range has
   * @throws IndexOutOfBoundsException if that is no range of this array
   * @throws IllegalArgumentException if there are more or fewer values; nothing was written
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void setSlice(int from, int to, byte... values) {
    checkSlice(from, to, values.length);
    set(from, values, 0, values.length);
  }

  /**
   * Reads all elements at once. Python's {@code array[:]}.
   *
   * @return a copy of them
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public byte[] toArray() {
    return slice(0, length);
  }

  /**
   * Writes the same value to all elements.
   *
   * @param value any
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void fill(byte value) {
    byte[] some = new byte[Math.min(length, FILLED_AT_ONCE)];
    Arrays.fill(some, value);
    boolean entered = enter();
    try {
      for (int left = length; left > 0; left -= some.length) {
        set(length - left, some, 0, Math.min(some.length, left));
      }
    } finally {
      exit(entered);
    }
  }

  /**
   * Reads the bytes before the first that is 0, or all. Python's {@code array.value} of an {@code
   * Array('c', ...)}.
   *
   * @return a copy of them
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public byte[] value() {
    return Terminated.value(toArray());
  }

  /**
   * Writes bytes, and a 0 after them if there is room. Python's {@code array.value = x}.
   *
   * @param value as many bytes as the array has, or fewer
   * @throws IllegalArgumentException if there are more; nothing was written
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void setValue(byte... value) {
    byte[] written = Terminated.of(value, length);
    set(0, written, 0, written.length);
  }

  /**
   * Reads all bytes. Python's {@code array.raw}.
   *
   * @return the same as {@link #toArray}
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public byte[] raw() {
    return toArray();
  }

  /**
   * The same memory without the lock: each element is still whole. Python's {@code RawArray}.
   *
   * @return what reads and writes the same elements, and has no {@link #getLock}
   */
  public ByteArray unlocked() {
    return with(null);
  }

  @Override
  ByteArray with(RLock other) {
    return new ByteArray(memory, other);
  }

  /**
   * A new array, with a lock of its own if this one has a lock. Python's {@code sharedctypes.copy}.
   *
   * @return what starts with the elements that this one has now
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public ByteArray copy() {
    return Array.ofBytes(toArray(), anotherLock());
  }

  @Override
  Byte element(int index) {
    return get(index);
  }
}
