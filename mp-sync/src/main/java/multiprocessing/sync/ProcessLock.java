package multiprocessing.sync;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import multiprocessing.internal.memory.NamedObjects;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.time.Deadline;

/** What {@link Lock} and {@link RLock} have in common. */
abstract class ProcessLock implements java.util.concurrent.locks.Lock, Serializable {
  private static final long serialVersionUID = 1;

  final transient SharedObject memory;
  final transient Mutex mutex;

  ProcessLock(SharedObject memory, String kind) {
    this.memory = memory;
    this.mutex = new Mutex(memory, kind);
  }

  static SharedObject create(String kind, OwnerDeath ownerDeath) {
    SharedObject memory = SharedObject.create(kind, Mutex.SIZE);
    Mutex.prepare(memory.block(), ownerDeath);
    return memory;
  }

  static SharedObject open(String kind, String name) {
    return NamedObjects.open(
        kind, name, Mutex.SIZE, block -> Mutex.prepare(block, OwnerDeath.ABANDON));
  }

  /**
   * Removes the name of a lock that was opened by name; who has the lock keeps it, but can send it
   * to nobody any more. Whoever opens the name next makes another lock. The name goes with the
   * family that made it at the latest.
   *
   * @throws IllegalStateException if the lock has no name
   */
  public void unlink() {
    Naming.unlink(memory, this);
  }

  /**
   * Takes the lock; waits until it is free. Python's {@code acquire()}.
   *
   * @throws InterruptedException if interrupted while waiting; the lock is as it was
   * @throws OwnerDiedException if the process that held it has died; see {@link #recover}
   */
  public void acquire() throws InterruptedException {
    boolean ignored = acquireBy(null);
  }

  /**
   * Takes the lock if it becomes free in time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return true if it is held now
   * @throws InterruptedException if interrupted while waiting; the lock is as it was
   * @throws OwnerDiedException if the process that held it has died; see {@link #recover}
   */
  public boolean acquire(Duration timeout) throws InterruptedException {
    return acquireBy(Deadline.after(timeout));
  }

  abstract boolean acquireBy(Deadline deadline) throws InterruptedException;

  /**
   * Takes the lock if it is free now. Python's {@code acquire(block=False)}.
   *
   * @return true if it is held now
   * @throws OwnerDiedException if the process that held it has died; see {@link #recover}
   */
  public abstract boolean tryAcquire();

  /** Gives the lock up. Does not wait. */
  public abstract void release();

  /**
   * Takes the lock of a process that has died, and makes it usable again. To be called by whoever
   * has put right what the lock guards; until then every acquire throws {@link OwnerDiedException}.
   * A process that is stopped has not died. Does not wait.
   *
   * @throws IllegalStateException if its holder lives, or nobody held it
   */
  public abstract void recover();

  /**
   * Whether anybody holds the lock, also one that has died. Python's {@code locked()}.
   *
   * @return what was so a moment ago
   */
  public boolean locked() {
    return mutex.isOwned();
  }

  /**
   * Which process holds the lock: where things hang, this is who to look at.
   *
   * @return empty if it is free
   */
  public Optional<Owner> owner() {
    return mutex.owner();
  }

  /**
   * Takes the lock for a try-with-resources statement: {@code try (var held = lock.hold()) { ...
   * }}.
   *
   * @return what releases the lock when it is closed
   * @throws InterruptedException if interrupted while waiting; the lock is as it was
   * @throws OwnerDiedException if the process that held it has died
   */
  public Held hold() throws InterruptedException {
    acquire();
    return this::release;
  }

  /**
   * Runs something while the lock is held.
   *
   * @param task what to run, in this thread
   * @throws InterruptedException if interrupted while waiting; it was not run
   * @throws OwnerDiedException if the process that held the lock has died; it was not run
   */
  public void run(Runnable task) throws InterruptedException {
    try (Held held = hold()) {
      task.run();
    }
  }

  /**
   * Takes the lock; an interrupt does not end the wait, and stays pending.
   *
   * @throws OwnerDiedException if the process that held it has died
   */
  @Override
  public void lock() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          acquire();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The same as {@link #acquire()}. */
  @Override
  public void lockInterruptibly() throws InterruptedException {
    acquire();
  }

  /** The same as {@link #tryAcquire()}. */
  @Override
  public boolean tryLock() {
    return tryAcquire();
  }

  /** The same as {@link #acquire(Duration)}. */
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return acquire(Duration.ofNanos(unit.toNanos(time)));
  }

  /** The same as {@link #release()}. */
  @Override
  public void unlock() {
    release();
  }

  /** A condition of this lock, the same as {@code new Condition(lock)}. */
  @Override
  public Condition newCondition() {
    return new Condition(this);
  }

  /** Whether a condition of this lock may be used by this thread now. */
  abstract boolean isHeldHere();

  /** Gives it up however often it is held; returns how often that was. */
  abstract int releaseAll();

  /** Takes it that often; an interrupt does not end the wait, and stays pending. */
  abstract void acquireAgain(int times);

  /** This process's name, and this thread's, as CPython shows them. */
  static String myName() {
    String name = multiprocessing.Multiprocessing.currentProcess().getName();
    String thread = Thread.currentThread().getName();
    return thread.equals("main") ? name : name + "|" + thread;
  }

  /** Travels as a ticket, which opens the same lock where it arrives. */
  Object writeReplace() {
    return new SyncTicket(getClass().getSimpleName(), memory.ticket());
  }
}
