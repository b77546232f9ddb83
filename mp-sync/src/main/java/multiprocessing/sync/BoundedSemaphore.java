package multiprocessing.sync;

import multiprocessing.internal.memory.SharedObject;

/**
 * A {@link Semaphore} that never has more permits than at first (Python's {@code
 * multiprocessing.BoundedSemaphore}): a release too many is a mistake, and is told.
 */
public final class BoundedSemaphore extends Semaphore {
  private static final long serialVersionUID = 1;

  /** A new semaphore of one permit. */
  public BoundedSemaphore() {
    this(1);
  }

  /**
   * A new semaphore.
   *
   * @param permits how many there are at first, and at most; 0 or more
   * @throws IllegalArgumentException if that is negative
   */
  public BoundedSemaphore(int permits) {
    super("semaphore", permits, permits);
  }

  BoundedSemaphore(SharedObject memory) {
    super(memory);
  }

  /**
   * Gives a permit. Does not wait.
   *
   * @throws IllegalStateException if none was taken; their number stays what it is
   */
  @Override
  public void release() {
    super.release();
  }

  /** As in CPython: {@code <BoundedSemaphore(value=2, maxvalue=2)>}. */
  @Override
  public String toString() {
    return "<BoundedSemaphore(value=" + getValue() + ", maxvalue=" + bound() + ")>";
  }
}
