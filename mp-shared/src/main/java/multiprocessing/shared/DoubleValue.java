package multiprocessing.shared;

import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * A double that processes share (Python's {@code Value('d', ...)}), made by {@link Value#ofDouble}.
 * What was written before {@link #set} is seen by whoever reads the value.
 *
 * <p><b>If a process dies</b> that holds the lock, {@link #get} and {@link #set} throw {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; the value is whole, as it was
 * written last. One that dies without the lock harms nobody.
 */
public final class DoubleValue extends Guarded<DoubleValue> {
  private static final long serialVersionUID = 1;

  DoubleValue(SharedObject memory, RLock lock) {
    super(memory, lock);
  }

  /**
   * Reads the value, under the lock if there is one. Python's {@code value.value}.
   *
   * @return what was written last
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public double get() {
    boolean entered = enter();
    try {
      return Words.getDoubleAcquire(bytes, 0);
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
  public void set(double value) {
    boolean entered = enter();
    try {
      Words.setDoubleRelease(bytes, 0, value);
    } finally {
      exit(entered);
    }
  }

  /**
   * Adds to the value in one step, without the lock: also while another holds it.
   *
   * @param delta what to add
   * @return the sum
   */
  public double addAndGet(double delta) {
    double before = Words.getDoubleAcquire(bytes, 0);
    while (!compareAndSet(before, before + delta)) {
      before = Words.getDoubleAcquire(bytes, 0);
    }
    return before + delta;
  }

  /**
   * Adds to the value in one step, without the lock: also while another holds it.
   *
   * @param delta what to add
   * @return what it was before
   */
  public double getAndAdd(double delta) {
    double before = Words.getDoubleAcquire(bytes, 0);
    while (!compareAndSet(before, before + delta)) {
      before = Words.getDoubleAcquire(bytes, 0);
    }
    return before;
  }

  /**
   * Replaces the value in one step if it is the expected one, without the lock: also while another
   * holds it.
   *
   * @param expected what it has to be, bit by bit: a NaN is itself, and 0.0 is not -0.0
   * @param value what it becomes
   * @return true if it was replaced
   */
  public boolean compareAndSet(double expected, double value) {
    return Words.casLong(
        bytes, 0, Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
  }

  /**
   * The same memory without the lock: each access is still whole. Python's {@code RawValue}.
   *
   * @return what reads and writes the same value, and has no {@link #getLock}
   */
  public DoubleValue unlocked() {
    return with(null);
  }

  @Override
  DoubleValue with(RLock other) {
    return new DoubleValue(memory, other);
  }

  /**
   * A new value, with a lock of its own if this one has a lock. Python's {@code sharedctypes.copy}.
   *
   * @return what starts as this one is now
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public DoubleValue copy() {
    return Value.ofDouble(get(), anotherLock());
  }

  /** The value as it is, without the lock: {@code DoubleValue(7)}. */
  @Override
  public String toString() {
    return "DoubleValue(" + Words.getDoubleAcquire(bytes, 0) + ")";
  }
}
