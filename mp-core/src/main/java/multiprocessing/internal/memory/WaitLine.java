package multiprocessing.internal.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.time.Spinning;

/** The threads of any processes that wait for one thing, in a block of shared memory. */
public final class WaitLine {
  /*
   *   0              8             16                24
   *   | next ticket  | entries used | entry 0: member | its ticket, its token | entry 1 ...
   *
   * An entry is its member's word with a state:
   *
   *   FREE --enter--> TAKEN --> WAITING --call--> CALLED or REFUSED --leave--> FREE
   *                                `-------------leave----------------------> FREE
   *
   * Each step is one CAS on the word, so that of a caller and a waiter that gives up one wins, and the loser knows. Tickets
   * tell who came first. "Used" only grows: entries beyond it were never taken. The entry of a process that died is freed
   * by whoever calls it in vain, and when the line is full.
   */
  private static final long TAKEN = 1;

  private static final long WAITING = 2;
  private static final long CALLED = 3;
  private static final long REFUSED = 4;
  private static final int TICKETS = 0;
  private static final int USED = 8;
  private static final int ENTRIES = 16;
  private static final int ENTRY = 16;
  private static final int TICKET_SHIFT = 32;

  /** However nobody calls, a waiting thread looks as often as that. */
  public static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The same for one that found the line full, and cannot be called. */
  public static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SharedBlock block;
  private final int at;
  private final int capacity;

  /** The line between two offsets of a block; zeros are an empty line. */
  public WaitLine(SharedBlock block, int at, int end) {
    this.block = block;
    this.at = at;
    this.capacity = (end - at - ENTRIES) / ENTRY;
  }

  /** How many threads may wait. */
  public int capacity() {
    return capacity;
  }

  /**
   * Puts this thread into the line.
   *
   * @return null if the line is full
   */
  public Waiter enter() {
    int entry = take();
    if (entry < 0 && removeDead(false) > 0) {
      entry = take();
    }
    if (entry < 0) {
      return null;
    }
    int token = Bell.beginWait();
    long ticket = block.getAndAdd(at + TICKETS, 1);
    block.setRelease(entry + 8, ticket << TICKET_SHIFT | Integer.toUnsignedLong(token));
    block.setVolatile(entry, Member.self() | WAITING);
    return new Waiter(entry, token);
  }

  /**
   * Waits in this line until something is so: looks briefly, then whenever it is called, and now
   * and then.
   *
   * @param spinning whether it is worth while to look briefly
   * @param deadline until when to wait; null for ever
   * @param what for the message of an interrupt
   * @return false if it was not so in time
   * @throws InterruptedException if interrupted while waiting; if it was called, another is
   */
  public boolean await(Spinning spinning, Condition condition, Deadline deadline, String what)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before waiting for " + what);
    }
    if (condition.isSo()) {
      return true;
    }
    if (deadline != null && deadline.expired()) {
      return false;
    }
    return look(spinning, condition, deadline) || sleep(condition, deadline, what);
  }

  private static boolean look(Spinning spinning, Condition condition, Deadline deadline) {
    if (!spinning.begin()) {
      return false;
    }
    while ((deadline == null || !deadline.expired()) && spinning.pause()) {
      if (condition.isSo()) {
        spinning.found();
        return true;
      }
    }
    return false;
  }

  private boolean sleep(Condition condition, Deadline deadline, String what)
      throws InterruptedException {
    Waiter waiter = enter(); // null if it is full: then this thread looks by itself
    KillPoint.at("line.entered");
    boolean so = false;
    try {
      while (true) {
        if (waiter != null && !waiter.isWaiting()) {
          waiter.waitAgain(); // called, before it looks once more
        }
        so = condition.isSo();
        long left = deadline == null ? SLICE_NANOS : deadline.remainingNanos();
        if (so || left <= 0) {
          return so;
        }
        KillPoint.at("line.waiting");
        if (waiter == null) {
          LockSupport.parkNanos(Math.min(left, POLL_NANOS));
        } else {
          waiter.park(Math.min(left, SLICE_NANOS));
        }
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for " + what);
        }
        KillPoint.at("line.woken");
      }
    } finally {
      boolean called = waiter != null && waiter.leave() == End.CALLED;
      if (called && !so) {
        int ignored = call(1);
      }
    }
  }

  private int take() {
    for (int i = 0; i < capacity; i++) {
      int entry = at + ENTRIES + i * ENTRY;
      if (block.getAcquire(entry) == 0 && block.compareAndSet(entry, 0, Member.self() | TAKEN)) {
        use(i + 1);
        return entry;
      }
    }
    return -1;
  }

  private void use(int count) {
    long used = block.getAcquire(at + USED);
    while (used < count && !block.compareAndSet(at + USED, used, count)) {
      used = block.getAcquire(at + USED);
    }
  }

  /** Wakes those who have waited longest, and tells them that they were called. */
  public int call(int most) {
    return call(most, CALLED);
  }

  /** Wakes all, and tells them that what they waited for will not come. */
  public void refuseAll() {
    int ignored = call(Integer.MAX_VALUE, REFUSED);
  }

  private int call(int most, long how) {
    int called = 0;
    while (called < most) {
      int entry = first();
      if (entry < 0) {
        break;
      }
      long word = block.getAcquire(entry);
      long member = Member.in(word);
      if (word == (member | WAITING) && block.compareAndSet(entry, word, member | how)) {
        if (Bell.ring(member, (int) block.getAcquire(entry + 8))) {
          called++;
        } else {
          boolean ignored = block.compareAndSet(entry, member | how, 0);
        }
      }
    }
    return called;
  }

  /** Whether anybody waits who was not called. */
  public boolean anyoneWaits() {
    return first() >= 0;
  }

  /** The waiting entry with the oldest ticket, or -1. */
  private int first() {
    int first = -1;
    int firstTicket = 0;
    long used = block.getVolatile(at + USED);
    for (int i = 0; i < used; i++) {
      int entry = at + ENTRIES + i * ENTRY;
      if ((block.getVolatile(entry) & Member.FLAGS) == WAITING) {
        int ticket = (int) (block.getAcquire(entry + 8) >>> TICKET_SHIFT);
        if (first < 0 || ticket - firstTicket < 0) {
          first = entry;
          firstTicket = ticket;
        }
      }
    }
    return first;
  }

  /** Calls others in place of those that were called and have died before they could leave. */
  public void passOnOfDead() {
    long used = block.getAcquire(at + USED);
    for (int i = 0; i < used; i++) {
      int entry = at + ENTRIES + i * ENTRY;
      long word = block.getAcquire(entry);
      boolean dead = (word & Member.FLAGS) == CALLED && !Member.isAlive(word);
      if (dead && block.compareAndSet(entry, word, 0)) {
        int ignored = call(1);
      }
    }
  }

  /** Frees the entries of processes that have ended while they waited; returns how many. */
  public int removeDeadWaiting() {
    return removeDead(true);
  }

  private int removeDead(boolean onlyWaiting) {
    int removed = 0;
    long used = block.getAcquire(at + USED);
    for (int i = 0; i < used; i++) {
      int entry = at + ENTRIES + i * ENTRY;
      long word = block.getAcquire(entry);
      boolean meant = word != 0 && (!onlyWaiting || (word & Member.FLAGS) == WAITING);
      boolean dead = meant && !Member.isAlive(word);
      if (dead && block.compareAndSet(entry, word, 0)) {
        removed++;
      }
    }
    return removed;
  }

  /** One thread in the line; only it may use this. */
  public final class Waiter {
    private final int entry;
    private final int token;

    private Waiter(int entry, int token) {
      this.entry = entry;
      this.token = token;
    }

    /** Whether it still waits to be called. */
    public boolean isWaiting() {
      return (block.getVolatile(entry) & Member.FLAGS) == WAITING;
    }

    /** Waits to be called, not longer than that; returns early for no reason, too. */
    public void park(long nanos) {
      Bell.await(this::isWaiting, WaitLine.this, nanos);
    }

    /** Was called in vain, and waits again, at its old place. */
    public void waitAgain() {
      block.setVolatile(entry, Member.self() | WAITING);
    }

    /**
     * Leaves the line.
     *
     * @return how the wait ended
     */
    public End leave() {
      long word = block.getAndSet(entry, 0);
      Bell.endWait(token);
      return switch ((int) (word & Member.FLAGS)) {
        case (int) CALLED -> End.CALLED;
        case (int) REFUSED -> End.REFUSED;
        default -> End.GIVEN_UP;
      };
    }
  }

  /** What is waited for. */
  @FunctionalInterface
  public interface Condition {

    /** True if it is so now; may do what it is waited for. */
    boolean isSo();
  }

  /** How a wait ended. */
  public enum End {
    /** It was called. */
    CALLED,
    /** What it waited for will not come. */
    REFUSED,
    /** Nobody had called it. */
    GIVEN_UP
  }
}
