package multiprocessing.sync;

import java.util.Objects;
import multiprocessing.internal.memory.Member;
import multiprocessing.internal.memory.SharedBlock;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.time.Deadline;

/**
 * A lock between processes and their threads that its holder may acquire again (Python's {@code
 * multiprocessing.RLock}). The holder is one thread of one process; it must release the lock as
 * often as it has acquired it.
 *
 * <p>If the holder's process dies, and for waits, all is as for {@link Lock}.
 */
public final class RLock extends ProcessLock {
  /*
   * The mutex's word says which process; the words "thread" and "count" are written by that process only, while it owns
   * the word, and "thread" is 0 whenever it takes or gives up the word. It has the process's id, too, so a thread that
   * reads its own there holds the lock, but for a process that died with it and whose id has returned: so
   * whoever finds its own looks at the word as well. The memory may be that of a Lock, which anybody releases: therefore
   * its release sets "thread" to 0, too.
   */
  private static final long serialVersionUID = 1;

  private static final int THREAD = 8;
  private static final int COUNT = 16;

  private static final long PROCESS = Member.pid(Member.self()) << 40;

  private final transient SharedBlock block;

  /** A new lock, which is free, and abandoned if its holder's process dies. */
  public RLock() {
    this(OwnerDeath.ABANDON);
  }

  /**
   * A new lock, which is free.
   *
   * @param ownerDeath what becomes of it if its holder's process dies
   */
  public RLock(OwnerDeath ownerDeath) {
    this(create("rlock", Objects.requireNonNull(ownerDeath, "ownerDeath")));
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
  public static RLock named(String name) {
    return new RLock(open("rlock", name));
  }

  RLock(SharedObject memory) {
    this(memory, "an RLock");
  }

  RLock(SharedObject memory, String kind) {
    super(memory, kind);
    this.block = memory.block();
  }

  @Override
  boolean acquireBy(Deadline deadline) throws InterruptedException {
    if (isHeldHere()) {
      hold(count() + 1);
      return true;
    }
    if (!mutex.acquire(deadline)) {
      return false;
    }
    hold(1);
    return true;
  }

  @Override
  public boolean tryAcquire() {
    if (isHeldHere()) {
      hold(count() + 1);
      return true;
    }
    if (!mutex.tryAcquire()) {
      return false;
    }
    hold(1);
    return true;
  }

  /**
   * Gives the lock up once. Does not wait.
   *
   * @throws IllegalMonitorStateException if this thread does not hold it
   */
  @Override
  public void release() {
    requireHeld();
    long left = count() - 1;
    if (left == 0) {
      free();
    } else {
      block.setRelease(COUNT, left);
    }
  }

  @Override
  public void recover() {
    mutex.recover();
    hold(1);
  }

  @Override
  boolean isHeldHere() {
    return block.getAcquire(THREAD) == me() && mutex.isOwnedByThisProcess();
  }

  /**
   * Whether this thread holds the lock. Does not wait.
   *
   * @return true between its acquire and its last release
   */
  public boolean isHeldByCurrentThread() {
    return isHeldHere();
  }

  @Override
  int releaseAll() {
    requireHeld();
    int times = (int) count();
    free();
    return times;
  }

  @Override
  void acquireAgain(int times) {
    lock();
    hold(times);
  }

  private void requireHeld() {
    if (!isHeldHere()) {
      throw new IllegalMonitorStateException(
          "attempt to release recursive lock not owned by thread '"
              + Thread.currentThread().getName()
              + "': "
              + this);
    }
  }

  private void hold(long times) {
    block.setRelease(COUNT, times);
    block.setRelease(THREAD, me());
  }

  private void free() {
    block.setRelease(THREAD, 0);
    block.setRelease(COUNT, 0);
    mutex.release();
  }

  /** Whoever held it by an RLock does so no more: its Lock is about to be released. */
  static void forgetHolder(SharedBlock block) {
    if (block.getAcquire(THREAD) != 0) {
      block.setRelease(THREAD, 0);
    }
  }

  private static long me() {
    return PROCESS ^ Thread.currentThread().getId();
  }

  private long count() {
    return block.getAcquire(COUNT);
  }

  /** As in CPython: {@code <RLock(MainProcess, 2)>}. */
  @Override
  public String toString() {
    String who = "None, 0";
    if (isHeldHere()) {
      who = myName() + ", " + count();
    } else if (mutex.isOwnedByThisProcess()) {
      who = "SomeOtherThread, nonzero";
    } else if (mutex.isOwned()) {
      who = "SomeOtherProcess, nonzero";
    }
    return "<RLock(" + who + ")>";
  }
}
