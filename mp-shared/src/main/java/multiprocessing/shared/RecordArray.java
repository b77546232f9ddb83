package multiprocessing.shared;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * An array of records that processes share (Python's {@code Array(Struct, ...)}), made by {@link
 * Array#of} and {@link Array#zeroed}. Their components are primitives and such records, laid out as
 * in an array of C structs. It can be iterated, record by record.
 *
 * <p><b>If a process dies</b> that holds the lock, each access under the lock throws {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; of a record that it was writing,
 * some components are the new ones and some the old.
 *
 * @param <R> the record
 */
public final class RecordArray<R extends Record> extends SharedArray<R, RecordArray<R>> {
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
    Object[] loaded;
    try {
      loaded = layout.load(bytes, index * layout.size());
    } finally {
      exit(entered);
    }
    return layout.make(loaded);
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
    Object[] taken = layout.take(Objects.requireNonNull(record, "record"));
    boolean entered = enter();
    try {
      layout.store(bytes, index * layout.size(), taken);
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
    byte[] loaded = new byte[(to - from) * layout.size()];
    boolean entered = enter();
    try {
      bytes.get(from * layout.size(), loaded);
    } finally {
      exit(entered);
    }
    ByteBuffer copied = ByteBuffer.wrap(loaded).order(bytes.order());
    List<R> records = new ArrayList<>(to - from);
    for (int at = 0; at < loaded.length; at += layout.size()) {
      records.add(layout.make(layout.load(copied, at)));
    }
    return records;
  }

  /**
   * Writes the records of a range at once, under the lock if there is one.
   *
   * @param from the first one
   * @param to the one after the last
   * @param records as many as the range has
   * @throws IndexOutOfBoundsException if that is no range of this array
   * @throws IllegalArgumentException if there are more or fewer records; nothing was written
   * @throws NullPointerException if one of them is null; nothing was written
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void setSlice(int from, int to, List<R> records) {
    checkSlice(from, to, records.size());
    ByteBuffer taken = ByteBuffer.allocate((to - from) * layout.size()).order(bytes.order());
    int at = 0;
    for (R record : records) {
      layout.store(taken, at, layout.take(Objects.requireNonNull(record, "record")));
      at += layout.size();
    }
    boolean entered = enter();
    try {
      bytes.put(from * layout.size(), taken.array());
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
    Object[] taken = layout.take(Objects.requireNonNull(record, "record"));
    boolean entered = enter();
    try {
      for (int i = 0; i < length; i++) {
        layout.store(bytes, i * layout.size(), taken);
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
    return with(null);
  }

  @Override
  RecordArray<R> with(RLock other) {
    return new RecordArray<>(memory, other, layout);
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
