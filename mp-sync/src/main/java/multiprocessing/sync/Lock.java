package multiprocessing.sync;

import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.time.Deadline;

/**
 * A lock between processes and their threads that one of them holds at a time (Python's {@code
 * multiprocessing.Lock}). It is not bound to a thread: the holder that acquires it again waits, and
 * any thread of any process may release it.
 *
 * <p><b>If the process that holds it dies</b>, the lock is abandoned: every acquire throws {@link
 * OwnerDiedException}, those that wait already as well, until somebody calls {@link #recover}; with
 * {@link OwnerDeath#RELEASE} it is free instead. A process that is only stopped still holds what it
 * held. A thread that ends without releasing it still holds it as long as its process lives.
 *
 * <p>Waits are interruptible. A wait of more than ten seconds is told to the library's logger with
 * the name of the holder ({@code -Dmultiprocessing.lock.tellAfterMillis}).
 */
public final class Lock extends ProcessLock {
  private static final long serialVersionUID = 1;

  /** A new lock, which is free, and abandoned if its holder dies. */
  public Lock() {
    this(OwnerDeath.ABANDON);
  }

  /**
   * A new lock, which is free.
   *
   * @param ownerDeath what becomes of it if its holder's process dies
   */
  public Lock(OwnerDeath ownerDeath) {
    this(create("lock", java.util.Objects.requireNonNull(ownerDeath, "ownerDeath")));
  }

  /**
   * The lock of that name, which all processes of this user on this machine share, also of other
   * programs. It is made if there is none; the family that has made it owns its name, which goes
   * with the family at the latest, or by {@link #unlink}. Who waits for it looks a hundred times a
   * second.
   *
   * @param name 1 to 200 letters, digits, dots, hyphens or underscores
   * @return the lock, free or held
   * @throws IllegalArgumentException if the name has something else
   * @throws multiprocessing.ProcessException if something else has that name
   */
  public static Lock named(String name) {
    return new Lock(open("lock", name));
  }

  Lock(SharedObject memory) {
    super(memory, "a Lock");
  }

  @Override
  boolean acquireBy(Deadline deadline) throws InterruptedException {
    return mutex.acquire(deadline);
  }

  @Override
  public boolean tryAcquire() {
    return mutex.tryAcquire();
  }

  /**
   * Gives the lock up, whoever holds it. Does not wait.
   *
   * @throws IllegalStateException if nobody holds it, or its holder has died
   */
  @Override
  public void release() {
    RLock.forgetHolder(memory.block());
    mutex.release();
  }

  /**
   * The same lock as one that the thread that holds it may take again. Who takes the lock by the
   * one keeps out who takes it by the other, in each process; but a thread that has taken it by
   * this one, which nobody can know, waits for itself if it then takes it by the other.
   *
   * @return what travels, and dies with its holder, as this one does
   */
  public RLock asRLock() {
    return new RLock(memory, "a Lock");
  }

  @Override
  public void recover() {
    mutex.recover();
  }

  @Override
  boolean isHeldHere() {
    return mutex.isOwnedByThisProcess();
  }

  @Override
  int releaseAll() {
    release();
    return 1;
  }

  @Override
  void acquireAgain(int times) {
    lock();
  }

  /** As in CPython: {@code <Lock(owner=MainProcess)>}. */
  @Override
  public String toString() {
    String who = "None";
    if (mutex.isOwnedByThisProcess()) {
      who = multiprocessing.Multiprocessing.currentProcess().getName();
    } else if (mutex.isOwned()) {
      who = "SomeOtherProcess";
    }
    return "<Lock(owner=" + who + ")>";
  }
}
