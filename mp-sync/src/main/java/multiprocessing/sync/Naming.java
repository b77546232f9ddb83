package multiprocessing.sync;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.ProcessException;
import multiprocessing.internal.memory.Member;
import multiprocessing.internal.memory.SharedBlock;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.memory.WaitLine;
import multiprocessing.internal.time.Deadline;

/** What differs for objects that processes of several families find by a name. */
final class Naming {
  /*
   * A process of another family cannot be rung: its bell is in its own family's folder. So who waits for something with a
   * name looks by itself, a hundred times a second. Where only a count or a flag is waited for, that is all: it is in no
   * line, and nobody has to know that it waits or has died. Where it must be known who waits (a condition's signal is
   * for one of them, a barrier breaks by a death), it is in the line all the same; then all must be of one pid namespace,
   * because in another one nobody can tell whether it lives.
   */
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long FIRST_LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private Naming() {}

  /**
   * Waits until something is so, by looking: soon at first, then a hundred times a second.
   *
   * @param deadline until when to wait; null for ever
   * @param what for the message of an interrupt
   * @return false if it was not so in time
   */
  static boolean await(WaitLine.Condition condition, Deadline deadline, String what)
      throws InterruptedException {
    long pause = FIRST_LOOK_NANOS;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for " + what);
      }
      if (condition.isSo()) {
        return true;
      }
      long left = deadline == null ? pause : deadline.remainingNanos();
      if (left <= 0) {
        return false;
      }
      LockSupport.parkNanos(Math.min(left, pause));
      pause = Math.min(LOOK_NANOS, 2 * pause);
    }
  }

  /** In a new block: whose process ids are in it. */
  static void setNamespace(SharedBlock block, int offset) {
    block.setRelease(offset, Member.namespace());
  }

  /** Refuses what was made in another pid namespace. */
  static SharedObject requireNamespace(SharedObject memory, int offset) {
    if (memory.block().getAcquire(offset) != Member.namespace()) {
      throw new ProcessException(
          "cannot open "
              + memory.file()
              + ": it was made in another pid namespace (another container), where nobody here can"
              + " tell who lives");
    }
    return memory;
  }

  /** Removes the name of something that was opened by it. */
  static void unlink(SharedObject memory, Object what) {
    if (!memory.isNamed()) {
      throw new IllegalStateException("has no name: " + what);
    }
    try {
      memory.unlink();
    } catch (IOException e) {
      throw new ProcessException("cannot remove the name of " + what + ": " + e.getMessage(), e);
    }
  }
}
