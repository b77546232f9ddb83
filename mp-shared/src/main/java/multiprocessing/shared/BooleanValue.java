package multiprocessing.shared;

import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * A boolean that processes share (Python's {@code Value('?', ...)}), made by {@link
 * Value#ofBoolean}. What was written before {@link #set} is seen by whoever reads the value.
 *
 * <p><b>If a process dies</b> that holds the lock, {@link #get} and {@link #set} throw {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; the value is whole, as it was
 * written last. One that dies without the lock harms nobody.
 */
public final class BooleanValue extends Guarded<BooleanValue> {
  /* The memory is an int, because that can be compared and set. */
  private static final long serialVersionUID = 1;

  BooleanValue(SharedObject memory, RLock lock) {
    super(memory, lock);
  }

  /**
   * Reads the value, under the lock if there is one. Python's {@code value.value}.
   *
   * @return what was written last
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public boolean get() {
    boolean entered = enter();
    try {
      return Words.getIntAcquire(bytes, 0) != 0;
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
  public void set(boolean value) {
    boolean entered = enter();
    try {
      Words.setIntRelease(bytes, 0, value ? 1 : 0);
    } finally {
      exit(entered);
    }
  }

  /**
   * Replaces the value in one step if it is the expected one, without the lock: also while another
   * holds it.
   *
   * @param expected what it has to be
   * @param value what it becomes
   * @return true if it was replaced
   */
  public boolean compareAndSet(boolean expected, boolean value) {
    return Words.casInt(bytes, 0, expected ? 1 : 0, value ? 1 : 0);
  }

  /**
   * The same memory without the lock: each access is still whole. Python's {@code RawValue}.
   *
   * @return what reads and writes the same value, and has no {@link #getLock}
   */
  public BooleanValue unlocked() {
    return with(null);
  }

  @Override
  BooleanValue with(RLock other) {
    return new BooleanValue(memory, other);
  }

  /**
   * A new value, with a lock of its own if this one has a lock. Python's {@code sharedctypes.copy}.
   *
   * @return what starts as this one is now
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public BooleanValue copy() {
    return Value.ofBoolean(get(), anotherLock());
  }

  /** The value as it is, without the lock: {@code BooleanValue(7)}. */
  @Override
  public String toString() {
    return "BooleanValue(" + (Words.getIntAcquire(bytes, 0) != 0) + ")";
  }
}
