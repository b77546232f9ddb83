package multiprocessing.sync;

import java.io.Serializable;
import java.time.Duration;
import multiprocessing.internal.memory.KillPoint;
import multiprocessing.internal.memory.NamedObjects;
import multiprocessing.internal.memory.SharedBlock;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.memory.WaitLine;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.time.Spinning;

/**
 * A number of permits that processes and their threads take and give (Python's {@code
 * multiprocessing.Semaphore}). Anybody may give permits, also more than there were at first; see
 * {@link BoundedSemaphore} for one that refuses that.
 *
 * <p><b>If a process dies</b> that has taken permits, they are gone: a semaphore has no owner that
 * could be known. One that dies while it waits has taken none.
 */
public sealed class Semaphore implements Serializable permits BoundedSemaphore {
  /*
   *   0         8       128
   *   | permits | bound | line of waiters
   *
   * acquire takes a permit with one CAS n -> n-1 and waits while n is 0; release adds one with a CAS, and then calls the
   * first of the line, which takes it, or whoever is quicker, with a CAS of its own. A waiter that was called and gives up
   * calls the next; of one that was called and died, the others find the permit by themselves after a SLICE.
   */
  private static final long serialVersionUID = 1;

  private static final int PERMITS = 0;
  private static final int BOUND = 8;
  private static final int LINE = 128;
  private static final int SIZE = 4096;

  private final transient SharedObject memory;
  private final transient SharedBlock block;
  private final transient WaitLine line;

  // Mutable state; races only mislead it
  private final transient Spinning spinning = new Spinning();

  /** A new semaphore of one permit. */
  public Semaphore() {
    this(1);
  }

  /**
   * A new semaphore.
   *
   * @param permits how many there are at first, 0 or more
   * @throws IllegalArgumentException if that is negative
   */
  public Semaphore(int permits) {
    this("semaphore", permits, Integer.MAX_VALUE);
  }

  /**
   * The semaphore of that name, which all processes of this user on this machine share, also of
   * other programs. It is made if there is none; the family that has made it owns its name, which
   * goes with the family at the latest, or by {@link #unlink}. Who waits for it looks a hundred
   * times a second; one that dies waiting takes nothing with it.
   *
   * @param name 1 to 200 letters, digits, dots, hyphens or underscores
   * @param permits how many there are at first, 0 or more; ignored if it is there already
   * @return the semaphore
   * @throws IllegalArgumentException if the name has something else, or the permits are negative
   * @throws multiprocessing.ProcessException if something else has that name
   */
  public static Semaphore named(String name, int permits) {
    return new Semaphore(open("semaphore", name, permits, Integer.MAX_VALUE));
  }

  Semaphore(String kind, int permits, int bound) {
    this(create(kind, permits, bound));
  }

  Semaphore(SharedObject memory) {
    this.memory = memory;
    this.block = memory.block();
    this.line = new WaitLine(block, LINE, SIZE);
  }

  private static SharedObject create(String kind, int permits, int bound) {
    requireNotNegative(permits);
    SharedObject memory = SharedObject.create(kind, SIZE);
    prepare(memory.block(), permits, bound);
    return memory;
  }

  static SharedObject open(String kind, String name, int permits, int bound) {
    requireNotNegative(permits);
    return NamedObjects.open(kind, name, SIZE, block -> prepare(block, permits, bound));
  }

  private static void requireNotNegative(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits are negative: " + permits);
    }
  }

  private static void prepare(SharedBlock block, int permits, int bound) {
    block.setRelease(PERMITS, permits);
    block.setRelease(BOUND, bound);
  }

  /**
   * Takes a permit; waits until there is one.
   *
   * @throws InterruptedException if interrupted while waiting; no permit was taken
   */
  public void acquire() throws InterruptedException {
    boolean ignored = acquireBy(null);
  }

  /**
   * Takes a permit if one comes free in time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return true if a permit was taken
   * @throws InterruptedException if interrupted while waiting; no permit was taken
   */
  public boolean acquire(Duration timeout) throws InterruptedException {
    return acquireBy(Deadline.after(timeout));
  }

  /**
   * Takes a permit if there is one now.
   *
   * @return true if one was taken
   */
  public boolean tryAcquire() {
    long permits = block.getVolatile(PERMITS);
    while (permits > 0) {
      if (block.compareAndSet(PERMITS, permits, permits - 1)) {
        KillPoint.at("semaphore.taken");
        return true;
      }
      permits = block.getVolatile(PERMITS);
    }
    return false;
  }

  private boolean acquireBy(Deadline deadline) throws InterruptedException {
    if (!Thread.currentThread().isInterrupted() && tryAcquire()) {
      return true;
    }
    return memory.isNamed()
        ? Naming.await(this::tryAcquire, deadline, "a permit")
        : line.await(spinning, this::tryAcquire, deadline, "a permit");
  }

  /**
   * Gives a permit. Does not wait.
   *
   * @throws IllegalStateException if there are as many as there can be, 2^31-1
   */
  public void release() {
    long bound = block.getAcquire(BOUND);
    long permits = block.getVolatile(PERMITS);
    while (true) {
      if (permits >= bound) {
        throw new IllegalStateException("semaphore or lock released too many times");
      }
      if (block.compareAndSet(PERMITS, permits, permits + 1)) {
        break;
      }
      permits = block.getVolatile(PERMITS);
    }
    KillPoint.at("semaphore.released");
    int ignored = line.call(1);
  }

  /**
   * How many permits there are. Python's {@code get_value()}.
   *
   * @return what was so a moment ago
   */
  public int getValue() {
    return (int) block.getVolatile(PERMITS);
  }

  /**
   * Whether an acquire would wait.
   *
   * @return true if there is no permit
   */
  public boolean locked() {
    return getValue() == 0;
  }

  /**
   * Takes a permit for a try-with-resources statement.
   *
   * @return what gives it back when it is closed
   * @throws InterruptedException if interrupted while waiting; no permit was taken
   */
  public Held hold() throws InterruptedException {
    acquire();
    return this::release;
  }

  /**
   * Removes the name of a semaphore that was opened by name; who has it keeps it, but can send it
   * to nobody any more. Whoever opens the name next makes another one. The name goes with the
   * family that made it at the latest.
   *
   * @throws IllegalStateException if it has no name
   */
  public void unlink() {
    Naming.unlink(memory, this);
  }

  int bound() {
    return (int) block.getAcquire(BOUND);
  }

  /** Travels as a ticket, which opens the same semaphore where it arrives. */
  Object writeReplace() {
    return new SyncTicket(getClass().getSimpleName(), memory.ticket());
  }

  /** As in CPython: {@code <Semaphore(value=2)>}. */
  @Override
  public String toString() {
    return "<Semaphore(value=" + getValue() + ")>";
  }
}
