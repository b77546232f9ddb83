package multiprocessing.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * An array of records that processes share (Python's {@code Array(Struct, ...)}), made by {@link
 * Array#of} and {@link Array#zeroed}. Their components are primitive, and laid out as in an array
 * of C structs. It can be iterated, record by record.
 *
 * <p><b>If a process dies</b> that holds the lock, each access under the lock throws {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; of a record that it was writing,
 * some components are the new ones and some the old.
 *
 * @param <R> the record
 */
public final class RecordArray<R extends Record> extends SharedArray<R> {
  private static final long serialVersionUID = 1;

  private final transient RecordLayout<R> layout;

  RecordArray(SharedObject memory, RLock lock, RecordLayout<R> layout) {
    super(memory, lock, layout.size());
    this.layout = layout;
  }

  /**
   * Reads a record, under the lock if there is one.
   *
   * @param index from 0, less than the length
   * @return a new one, of what was written there last; without a lock it may be half of that
   * @throws IndexOutOfBoundsException if there is no such record
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public R get(int index) {
    Objects.checkIndex(index, length);
    boolean entered = enter();
    try {
      return layout.read(bytes, index * layout.size());
    } finally {
      exit(entered);
    }
  }

  /**
   * Writes a record, under the lock if there is one.
   *
   * @param index from 0, less than the length
   * @param record what is there afterwards
   * @throws IndexOutOfBoundsException if there is no such record
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void set(int index, R record) {
    Objects.checkIndex(index, length);
    Objects.requireNonNull(record, "record");
    boolean entered = enter();
    try {
      layout.write(bytes, index * layout.size(), record);
    } finally {
      exit(entered);
    }
  }

  /**
   * Reads the records of a range at once, under the lock if there is one.
   *
   * @param from the first one
   * @param to the one after the last
   * @return a copy of them
   * @throws IndexOutOfBoundsException if that is no range of this array
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public List<R> slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    List<R> copy = new ArrayList<>(to - from);
    boolean entered = enter();
    try {
      for (int i = from; i < to; i++) {
        copy.add(get(i));
      }
    } finally {
      exit(entered);
    }
    return copy;
  }

  /**
   * Writes the records of a range at once, under the lock if there is one.
   *
   * @param from the first one
   * @param to the one after the last
   * @param records as many as the range has
   * @throws IndexOutOfBoundsException if that is no range of this array
   * @throws IllegalArgumentException if there are more or fewer records; nothing was written
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void setSlice(int from, int to, List<R> records) {
    checkSlice(from, to, records.size());
    boolean entered = enter();
    try {
      int index = from;
      for (R record : records) {
        set(index++, record);
      }
    } finally {
      exit(entered);
    }
  }

  /**
   * Reads all records at once.
   *
   * @return a copy of them
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public List<R> toList() {
    return slice(0, length);
  }

  /**
   * Writes the same record everywhere.
   *
   * @param record what is there afterwards
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void fill(R record) {
    boolean entered = enter();
    try {
      for (int i = 0; i < length; i++) {
        set(i, record);
      }
    } finally {
      exit(entered);
    }
  }

  /**
   * The same memory without the lock. Python's {@code RawArray}.
   *
   * @return what reads and writes the same records, and has no {@link #getLock}
   */
  public RecordArray<R> unlocked() {
    return new RecordArray<>(memory, null, layout);
  }

  /**
   * A new array, with a lock of its own if this one has a lock. Python's {@code sharedctypes.copy}.
   *
   * @return what starts with the records that this one has now
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public RecordArray<R> copy() {
    return Array.of(layout.type(), toList(), anotherLock());
  }

  @Override
  R element(int index) {
    return get(index);
  }

  @Override
  Object writeReplace() {
    return new RecordTicket(true, layout.type(), memory.ticket(), lock);
  }
}
