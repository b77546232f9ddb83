package multiprocessing.shared;

import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * A long that processes share (Python's {@code Value('q', ...)}), made by {@link Value#ofLong}.
 * What was written before {@link #set} is seen by whoever reads the value.
 *
 * <p><b>If a process dies</b> that holds the lock, {@link #get} and {@link #set} throw {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; the value is whole, as it was
 * written last. One that dies without the lock harms nobody.
 */
public final class LongValue extends Guarded<LongValue> {
  private static final long serialVersionUID = 1;

  LongValue(SharedObject memory, RLock lock) {
    super(memory, lock);
  }

  /**
   * Reads the value, under the lock if there is one. Python's {@code value.value}.
   *
   * @return what was written last
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public long get() {
    boolean entered = enter();
    try {
      return Words.getLongAcquire(bytes, 0);
    } finally {
      exit(entered);
    }
  }

  /**
   * Writes the value, under the lock if there is one. Python's {@code value.value = x}.
   *
   * @param value any
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void set(long value) {
    boolean entered = enter();
    try {
      Words.setLongRelease(bytes, 0, value);
    } finally {
      exit(entered);
    }
  }

  /**
   * Adds to the value in one step, without the lock: also while another holds it.
   *
   * @param delta what to add; the sum wraps around
   * @return the sum
   */
  public long addAndGet(long delta) {
    return Words.getAndAddLong(bytes, 0, delta) + delta;
  }

  /**
   * Adds to the value in one step, without the lock: also while another holds it.
   *
   * @param delta what to add; the sum wraps around
   * @return what it was before
   */
  public long getAndAdd(long delta) {
    return Words.getAndAddLong(bytes, 0, delta);
  }

  /**
   * Replaces the value in one step if it is the expected one, without the lock: also while another
   * holds it.
   *
   * @param expected what it has to be
   * @param value what it becomes
   * @return true if it was replaced
   */
  public boolean compareAndSet(long expected, long value) {
    return Words.casLong(bytes, 0, expected, value);
  }

  /**
   * The same memory without the lock: each access is still whole. Python's {@code RawValue}.
   *
   * @return what reads and writes the same value, and has no {@link #getLock}
   */
  public LongValue unlocked() {
    return with(null);
  }

  @Override
  LongValue with(RLock other) {
    return new LongValue(memory, other);
  }

  /**
   * A new value, with a lock of its own if this one has a lock. Python's {@code sharedctypes.copy}.
   *
   * @return what starts as this one is now
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public LongValue copy() {
    return Value.ofLong(get(), anotherLock());
  }

  /** The value as it is, without the lock: {@code LongValue(7)}. */
  @Override
  public String toString() {
    return "LongValue(" + Words.getLongAcquire(bytes, 0) + ")";
  }
}
