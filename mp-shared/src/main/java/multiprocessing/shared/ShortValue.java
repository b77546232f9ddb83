package multiprocessing.shared;

import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * A short that processes share (Python's {@code Value('h', ...)}), made by {@link Value#ofShort}.
 * What was written before {@link #set} is seen by whoever reads the value.
 *
 * <p><b>If a process dies</b> that holds the lock, {@link #get} and {@link #set} throw {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; the value is whole, as it was
 * written last. One that dies without the lock harms nobody.
 */
public final class ShortValue extends Guarded<ShortValue> {
  /* The memory is an int, because that can be compared and set. */
  private static final long serialVersionUID = 1;

  ShortValue(SharedObject memory, RLock lock) {
    super(memory, lock);
  }

  /**
   * Reads the value, under the lock if there is one. Python's {@code value.value}.
   *
   * @return what was written last
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public short get() {
    boolean entered = enter();
    try {
      return (short) Words.getIntAcquire(bytes, 0);
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
  public void set(short value) {
    boolean entered = enter();
    try {
      Words.setIntRelease(bytes, 0, value);
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
  public short addAndGet(int delta) {
    int before = Words.getIntAcquire(bytes, 0);
    short sum = (short) (before + delta);
    while (!Words.casInt(bytes, 0, before, sum)) {
      before = Words.getIntAcquire(bytes, 0);
      sum = (short) (before + delta);
    }
    return sum;
  }

  /**
   * Adds to the value in one step, without the lock: also while another holds it.
   *
   * @param delta what to add; the sum wraps around
   * @return what it was before
   */
  public short getAndAdd(int delta) {
    int before = Words.getIntAcquire(bytes, 0);
    while (!Words.casInt(bytes, 0, before, (short) (before + delta))) {
      before = Words.getIntAcquire(bytes, 0);
    }
    return (short) before;
  }

  /**
   * Replaces the value in one step if it is the expected one, without the lock: also while another
   * holds it.
   *
   * @param expected what it has to be
   * @param value what it becomes
   * @return true if it was replaced
   */
  public boolean compareAndSet(short expected, short value) {
    return Words.casInt(bytes, 0, expected, value);
  }

  /**
   * The same memory without the lock: each access is still whole. Python's {@code RawValue}.
   *
   * @return what reads and writes the same value, and has no {@link #getLock}
   */
  public ShortValue unlocked() {
    return with(null);
  }

  @Override
  ShortValue with(RLock other) {
    return new ShortValue(memory, other);
  }

  /**
   * A new value, with a lock of its own if this one has a lock. Python's {@code sharedctypes.copy}.
   *
   * @return what starts as this one is now
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public ShortValue copy() {
    return Value.ofShort(get(), anotherLock());
  }

  /** The value as it is, without the lock: {@code ShortValue(7)}. */
  @Override
  public String toString() {
    return "ShortValue(" + (short) Words.getIntAcquire(bytes, 0) + ")";
  }
}
