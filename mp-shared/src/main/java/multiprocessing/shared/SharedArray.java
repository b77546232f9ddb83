package multiprocessing.shared;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.RLock;

/** What all arrays have in common. */
abstract class SharedArray<E, S extends SharedArray<E, S>> extends Guarded<S>
    implements Iterable<E> {
  private static final long serialVersionUID = 1;

  /** So many elements are copied at once where all become the same. */
  static final int FILLED_AT_ONCE = 4096;

  final transient int length;

  SharedArray(SharedObject memory, RLock lock, int width) {
    super(memory, lock);
    this.length = bytes.capacity() / width;
  }

  /** Memory of zeros for that many elements. */
  static SharedObject allocate(int length, int width) {
    if (length < 0) {
      throw new IllegalArgumentException("length is negative: " + length);
    }
    long size = (long) length * width;
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "an array of "
              + length
              + " elements has "
              + size
              + " bytes, and at most 2^31-1 are possible; SharedMemory can be larger");
    }
    return SharedObject.create("shared-array", (int) size);
  }

  /**
   * How many elements there are, always. Python's {@code len(array)}.
   *
   * @return 0 or more
   */
  public int length() {
    return length;
  }

  /**
   * Goes through the elements from the first to the last; each is read when it is its turn, under
   * the lock if there is one.
   */
  @Override
  public Iterator<E> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < length;
      }

      @Override
      public E next() {
        if (!hasNext()) {
          throw new NoSuchElementException("there are only " + length + " elements");
        }
        return element(next++);
      }
    };
  }

  abstract E element(int index);

  final void checkRange(int index, int count, int otherLength, int offset) {
    Objects.checkFromIndexSize(index, count, length);
    Objects.checkFromIndexSize(offset, count, otherLength);
  }

  final void checkSlice(int from, int to, int values) {
    Objects.checkFromToIndex(from, to, length);
    if (values != to - from) {
      throw new IllegalArgumentException(
          "there are " + values + " values for the range [" + from + ", " + to + ")");
    }
  }

  /** Its kind and length, such as {@code IntArray(length=3)}. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + "(length=" + length + ")";
  }
}
