package multiprocessing.shared;

import java.util.Arrays;
import java.util.Objects;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * A record that processes share (Python's {@code Value(Struct, ...)}), made by {@link
 * Value#of(Record)}. Its components are primitives and such records, laid out as in a C struct.
 *
 * <p><b>If a process dies</b> that holds the lock, {@link #get} and {@link #set} throw {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; if it was in {@link #set}, some
 * components are the new ones and some the old.
 *
 * @param <R> the record
 */
public final class RecordValue<R extends Record> extends Guarded<RecordValue<R>> {
  private static final long serialVersionUID = 1;

  private final transient RecordLayout<R> layout;

  RecordValue(SharedObject memory, RLock lock, RecordLayout<R> layout) {
    super(memory, lock);
    this.layout = layout;
  }

  /**
   * Reads the record, under the lock if there is one.
   *
   * @return a new one, of what was written last; without a lock it may be half of that
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public R get() {
    return layout.make(load());
  }

  private Object[] load() {
    boolean entered = enter();
    try {
      return layout.load(bytes, 0);
    } finally {
      exit(entered);
    }
  }

  /**
   * Writes the record, under the lock if there is one.
   *
   * @param record what it becomes; nothing in it is null
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void set(R record) {
    Object[] taken = layout.take(Objects.requireNonNull(record, "record"));
    boolean entered = enter();
    try {
      layout.store(bytes, 0, taken);
    } finally {
      exit(entered);
    }
  }

  /**
   * The same memory without the lock. Python's {@code RawValue}.
   *
   * @return what reads and writes the same record, and has no {@link #getLock}
   */
  public RecordValue<R> unlocked() {
    return with(null);
  }

  @Override
  RecordValue<R> with(RLock other) {
    return new RecordValue<>(memory, other, layout);
  }

  /**
   * A new record, with a lock of its own if this one has a lock. Python's {@code
   * sharedctypes.copy}.
   *
   * @return what starts as this one is now
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public RecordValue<R> copy() {
    return Value.of(get(), anotherLock());
  }

  @Override
  Object writeReplace() {
    return new RecordTicket(false, layout.type(), memory.ticket(), lock);
  }

  /** The record as it is, without the lock: {@code RecordValue(Point[x=1, y=2])}. */
  @Override
  public String toString() {
    Object[] now = layout.load(bytes, 0);
    String record;
    try {
      record = String.valueOf(layout.make(now));
    } catch (RuntimeException e) { // it refuses what is there, and this is for messages
      record = layout.type().getSimpleName() + Arrays.toString(now);
    }
    return "RecordValue(" + record + ")";
  }
}
