package multiprocessing.shared;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Objects;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * An int array that processes share (Python's {@code Array('i', ...)}), made by {@link
 * Array#ofInts} and {@link Array#zeroedInts}. It can be iterated, element by element.
 *
 * <p><b>If a process dies</b> that holds the lock, each access under the lock throws {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; of a range that it was writing, a
 * part may be written. Each element is whole.
 */
public final class IntArray extends SharedArray<Integer, IntArray> {
  private static final long serialVersionUID = 1;

  private final transient IntBuffer elements;

  IntArray(SharedObject memory, RLock lock) {
    super(memory, lock, Integer.BYTES);
    this.elements = bytes.asIntBuffer();
  }

  /**
   * Reads an element, under the lock if there is one. Python's {@code array[index]}.
   *
   * @param index from 0, less than the length
   * @return what was written there last
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public int get(int index) {
    Objects.checkIndex(index, length);
    boolean entered = enter();
    try {
      return Words.getIntAcquire(bytes, index * Integer.BYTES);
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
  public void set(int index, int value) {
    Objects.checkIndex(index, length);
    boolean entered = enter();
    try {
      Words.setIntRelease(bytes, index * Integer.BYTES, value);
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
  public void get(int index, int[] to, int offset, int count) {
    checkRange(index, count, to.length, offset);
    boolean entered = enter();
    try {
      elements.get(index, to, offset, count);
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
  public void set(int index, int[] from, int offset, int count) {
    checkRange(index, count, from.length, offset);
    boolean entered = enter();
    try {
      elements.put(index, from, offset, count);
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
  public int[] slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    int[] copy = new int[to - from];
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
  public void setSlice(int from, int to, int... values) {
    checkSlice(from, to, values.length);
    set(from, values, 0, values.length);
  }

  /**
   * Reads all elements at once. Python's {@code array[:]}.
   *
   * @return a copy of them
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public int[] toArray() {
    return slice(0, length);
  }

  /**
   * Writes the same value to all elements.
   *
   * @param value any
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void fill(int value) {
    int[] some = new int[Math.min(length, FILLED_AT_ONCE)];
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
   * Adds to an element in one step, without the lock: also while another holds it.
   *
   * @param index from 0, less than the length
   * @param delta what to add; the sum wraps around
   * @return the sum
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public int addAndGet(int index, int delta) {
    Objects.checkIndex(index, length);
    return Words.getAndAddInt(bytes, index * Integer.BYTES, delta) + delta;
  }

  /**
   * Replaces an element in one step if it is the expected one, without the lock: also while another
   * holds it.
   *
   * @param index from 0, less than the length
   * @param expected what it has to be
   * @param value what it becomes
   * @return true if it was replaced
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public boolean compareAndSet(int index, int expected, int value) {
    Objects.checkIndex(index, length);
    return Words.casInt(bytes, index * Integer.BYTES, expected, value);
  }

  /**
   * The same memory without the lock: each element is still whole. Python's {@code RawArray}.
   *
   * @return what reads and writes the same elements, and has no {@link #getLock}
   */
  public IntArray unlocked() {
    return with(null);
  }

  @Override
  IntArray with(RLock other) {
    return new IntArray(memory, other);
  }

  /**
   * A new array, with a lock of its own if this one has a lock. Python's {@code sharedctypes.copy}.
   *
   * @return what starts with the elements that this one has now
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public IntArray copy() {
    return Array.ofInts(toArray(), anotherLock());
  }

  @Override
  Integer element(int index) {
    return get(index);
  }
}
