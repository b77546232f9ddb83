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

  /**
   * The semaphore of that name; all as for {@link Semaphore#named}.
   *
   * @param name 1 to 200 letters, digits, dots, hyphens or underscores
   * @param permits how many there are at first, if it is made, and at most; 0 or more
   * @return the semaphore
   * @throws IllegalArgumentException if the name has something else, the permits are negative, or
   *     it is there and has another number at most
   * @throws multiprocessing.ProcessException if something else has that name
   */
  public static BoundedSemaphore named(String name, int permits) {
    BoundedSemaphore semaphore =
        new BoundedSemaphore(open("bounded-semaphore", name, permits, permits));
    if (semaphore.bound() != permits) {
      throw new IllegalArgumentException(
          "the BoundedSemaphore named '"
              + name
              + "' has at most "
              + semaphore.bound()
              + " permits, not "
              + permits);
    }
    return semaphore;
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
