package multiprocessing.shared;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Objects;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.Held;
import multiprocessing.sync.Lock;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/** Shared memory with a lock that guards it, or without: what values and arrays have in common. */
abstract class Guarded<S extends Guarded<S>> implements Serializable {
  private static final long serialVersionUID = 1;

  final transient SharedObject memory;
  final transient ByteBuffer bytes;
  final transient RLock lock; // null: whoever has this does without

  Guarded(SharedObject memory, RLock lock) {
    this.memory = memory;
    this.bytes = memory.block().bytes();
    this.lock = lock;
  }

  /**
   * The lock that each single access takes; hold it to make several accesses one. It may be taken
   * again by who holds it. Python's {@code get_lock()}.
   *
   * @return the same lock in each process
   * @throws IllegalStateException if this is {@code unlocked()}
   */
  public RLock getLock() {
    if (lock == null) {
      throw new IllegalStateException("has no lock, because it is unlocked(): " + this);
    }
    return lock;
  }

  /**
   * The same memory, guarded by a lock of yours, which may guard several such things at once.
   * Python's {@code lock=} with an {@code RLock}. Whoever has the memory with another lock, or
   * without, is not kept out.
   *
   * @param lock what each single access takes, here and where this is sent
   * @return what reads and writes the same memory, and has that lock
   */
  public S lockedBy(RLock lock) {
    return with(Objects.requireNonNull(lock, "lock"));
  }

  /**
   * The same memory, guarded by a lock of yours. Python's {@code lock=} with a {@code Lock}. {@link
   * #getLock} is the same lock as one that may be taken again, see {@link Lock#asRLock}: take it
   * there for several accesses. A thread that has taken the Lock itself and then reads or writes
   * this waits for itself, as in Python.
   *
   * @param lock what each single access takes, here and where this is sent
   * @return what reads and writes the same memory, and has that lock
   */
  public S lockedBy(Lock lock) {
    return with(Objects.requireNonNull(lock, "lock").asRLock());
  }

  /** The same memory with another lock; null for none. */
  abstract S with(RLock other);

  /**
   * Takes the lock for a try-with-resources statement. Python's {@code with value:}.
   *
   * @return what releases the lock when it is closed
   * @throws InterruptedException if interrupted while waiting; the lock is as it was
   * @throws OwnerDiedException if a process has died while it held the lock; see {@link
   *     RLock#recover}
   * @throws IllegalStateException if this is {@code unlocked()}
   */
  public Held hold() throws InterruptedException {
    return getLock().hold();
  }

  /**
   * Takes the lock, unless this thread holds it anyway. An interrupt does not end the wait, and
   * stays pending.
   *
   * @return what to give to {@link #exit}
   */
  final boolean enter() {
    if (lock == null || lock.isHeldByCurrentThread()) {
      return false;
    }
    if (!lock.tryAcquire()) {
      lock.lock();
    }
    return true;
  }

  final void exit(boolean entered) {
    if (entered) {
      lock.release();
    }
  }

  /** A lock for a copy of this. */
  final RLock anotherLock() {
    return lock == null ? null : new RLock();
  }

  /** Travels as a ticket, which opens the same memory where it arrives. */
  Object writeReplace() {
    return new SharedTicket(getClass().getSimpleName(), memory.ticket(), lock);
  }
}
