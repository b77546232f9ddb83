package multiprocessing.sync;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.Multiprocessing;
import multiprocessing.internal.log.Log;
import multiprocessing.internal.memory.KillPoint;
import multiprocessing.internal.memory.Member;
import multiprocessing.internal.memory.SharedBlock;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.memory.WaitLine;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.time.Spinning;

/** A word in shared memory that one process at a time owns. */
final class Mutex {
  /*
   *   0       8                 16      24                 32         40       48             128
   *   | word  | of RLock: thread | count | policy, namespace | found dead | named  | length, name | line of waiters
   *
   * The word is 0, or its owner's member word with these flags, which may also stand alone:
   *
   *   WAITERS     somebody may be in the line: a release calls the first of it
   *   ABANDONED   the owner, still in the word, was found dead
   *   RESERVED    somebody has waited long: newcomers leave the word alone
   *
   *   0 --CAS--> owner --CAS--> 0          acquire and release, without a system call
   *              owner --CAS--> owner|ABANDONED --recover--> owner
   *
   * At no instant is an owner unknown, and nothing is handed to a waiter: it is called, and takes the word by its own
   * CAS. So a waiter that gives up or dies has nothing; if it was called, it calls the next, and if it died, the others
   * look by themselves after a SLICE. RESERVED keeps a process that takes and releases in a loop from shutting out those
   * it has just called. "Named" and the name are written by the owner; "named" is 0 while the name changes.
   */
  static final int SIZE = 4096;

  private static final long WAITERS = 1;
  private static final long ABANDONED = 2;
  private static final long RESERVED = 4;
  private static final int WORD = 0;
  private static final int POLICY = 24;
  private static final int FOUND_DEAD = 32;
  private static final int NAMED = 40;
  private static final int NAME = 48;
  private static final int LINE = 128;
  private static final int NAME_ROOM = LINE - NAME - Long.BYTES;

  private static final long SELF = Member.self();
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final String TELL_AFTER = "multiprocessing.lock.tellAfterMillis";
  private static final long TELL_AFTER_MILLIS = 10_000;

  private final SharedBlock block;
  private final String kind;
  private final WaitLine line;
  private final boolean release;
  private final boolean sameNamespace;
  private final boolean foreign;

  // Mutable state; races only mislead it
  private final Spinning spinning = new Spinning();
  private long lastLookNanos = System.nanoTime() - LOOK_NANOS;

  Mutex(SharedObject memory, String kind) {
    this.block = memory.block();
    this.foreign = memory.isNamed();
    this.kind = kind;
    this.line = new WaitLine(block, LINE, SIZE);
    long policy = block.getAcquire(POLICY);
    this.release = (policy & 1) != 0;
    this.sameNamespace = policy >>> 1 == Member.namespace();
  }

  /** In a new block, before the first mutex is made on it. */
  static void prepare(SharedBlock block, OwnerDeath ownerDeath) {
    long release = ownerDeath == OwnerDeath.RELEASE ? 1 : 0;
    block.setRelease(POLICY, Member.namespace() << 1 | release);
  }

  /** Takes the word if it is free; the usual way. */
  boolean tryFast() {
    if (block.compareAndSet(WORD, 0, SELF)) {
      taken();
      return true;
    }
    return false;
  }

  /** Takes the word if it is free, or its owner's death frees it. */
  boolean tryAcquire() {
    if (tryFast() || tryFree(true)) { // who does not wait keeps nobody waiting
      return true;
    }
    long now = System.nanoTime();
    if (now - lastLookNanos >= LOOK_NANOS) {
      lastLookNanos = now;
      findDead();
    }
    return tryAfterDeath();
  }

  /**
   * Takes the word.
   *
   * @param deadline until when to wait; null for ever
   * @return false if it was not free in time
   */
  boolean acquire(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before waiting for " + kind);
    }
    if (tryFast() || tryFree(false) || spin(deadline)) {
      return true;
    }
    findDead();
    if (tryAfterDeath()) {
      return true;
    }
    KillPoint.at("mutex.slow");
    if (deadline != null && deadline.expired()) {
      return tryFree(true);
    }
    return await(deadline);
  }

  private boolean spin(Deadline deadline) {
    if (!spinning.begin()) {
      return false;
    }
    while (spinning.pause()) {
      if (tryFree(false)) {
        spinning.found();
        return true;
      }
      if (deadline != null && deadline.expired()) {
        return false;
      }
    }
    return false;
  }

  private boolean await(Deadline deadline) throws InterruptedException {
    // null if the line is full, or who waits cannot be rung: then this thread looks by itself
    WaitLine.Waiter waiter = foreign ? null : line.enter();
    KillPoint.at("mutex.entered");
    long began = System.nanoTime();
    boolean told = false;
    boolean acquired = false;
    try {
      while (true) {
        if (waiter != null && !waiter.isWaiting()) {
          KillPoint.at("mutex.called");
          waiter.waitAgain(); // before it looks once more
        }
        long waited = System.nanoTime() - began;
        boolean waitedLong = waited > LONG_NANOS;
        acquired = tryFree(waitedLong) || tryAfterDeath();
        if (acquired) {
          return true;
        }
        if (!announce(waitedLong)) {
          continue; // it has changed: look again
        }
        long left = deadline == null ? SLICE_NANOS : deadline.remainingNanos();
        if (left <= 0) {
          return false;
        }
        KillPoint.at("mutex.waiting");
        pause(waiter, Math.min(left, waitedLong ? SLICE_NANOS : LONG_NANOS));
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for " + kind);
        }
        KillPoint.at("mutex.woken");
        if (waitedLong) {
          findDead();
        }
        told = told || tell(System.nanoTime() - began);
      }
    } finally {
      boolean called = waiter != null && waiter.leave() == WaitLine.End.CALLED;
      if (called && !acquired) {
        callNextIfFree();
      }
    }
  }

  private static void pause(WaitLine.Waiter waiter, long nanos) {
    if (waiter == null) {
      LockSupport.parkNanos(Math.min(nanos, LOOK_NANOS));
    } else {
      waiter.park(nanos);
    }
  }

  /** Takes the word if nobody owns it, and it is not reserved or that is not for this thread. */
  private boolean tryFree(boolean waitedLong) {
    long word = block.getVolatile(WORD);
    if (Member.in(word) != 0 || ((word & RESERVED) != 0 && !waitedLong)) {
      return false;
    }
    if (block.compareAndSet(WORD, word, SELF | (word & WAITERS))) {
      taken();
      return true;
    }
    return false;
  }

  /** Sees to it that a release calls; false if the word has changed. */
  private boolean announce(boolean waitedLong) {
    long word = block.getVolatile(WORD);
    long wanted = word | WAITERS | (waitedLong ? RESERVED : 0);
    if (Member.in(word) == 0 && ((word & RESERVED) == 0 || waitedLong)) {
      return false; // free
    }
    return word == wanted || block.compareAndSet(WORD, word, wanted);
  }

  private void taken() {
    KillPoint.at("mutex.taken");
    if (block.getAcquire(NAMED) != SELF) {
      writeName();
    }
  }

  private void writeName() {
    byte[] name = Multiprocessing.currentProcess().getName().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(name.length, NAME_ROOM);
    block.setRelease(NAMED, 0);
    block.setRelease(NAME, length);
    block.put(NAME + Long.BYTES, name, length);
    block.setRelease(NAMED, SELF);
  }

  /** Whether any process owns the word, dead or alive. */
  boolean isOwned() {
    return Member.in(block.getVolatile(WORD)) != 0;
  }

  boolean isOwnedByThisProcess() {
    long word = block.getVolatile(WORD);
    return Member.in(word) == SELF && (word & ABANDONED) == 0;
  }

  Optional<Owner> owner() {
    long owner = Member.in(block.getVolatile(WORD));
    return owner == 0 ? Optional.empty() : Optional.of(new Owner(Member.pid(owner), nameOf(owner)));
  }

  private String nameOf(long owner) {
    if (block.getAcquire(NAMED) != owner) {
      return "";
    }
    byte[] name = new byte[(int) Math.min(NAME_ROOM, Math.max(0, block.getAcquire(NAME)))];
    block.get(NAME + Long.BYTES, name, name.length);
    boolean changed = block.getAcquire(NAMED) != owner;
    return changed ? "" : new String(name, StandardCharsets.UTF_8);
  }

  /**
   * Gives the word up, whoever owns it.
   *
   * @throws IllegalStateException if nobody owns it
   */
  void release() {
    KillPoint.at("mutex.release");
    if (block.compareAndSet(WORD, SELF, 0)) {
      KillPoint.at("mutex.released");
      return;
    }
    long word = block.getVolatile(WORD);
    while (true) {
      if (Member.in(word) == 0) {
        throw new IllegalStateException("semaphore or lock released too many times");
      }
      if ((word & ABANDONED) != 0) {
        throw new IllegalStateException(
            "cannot release " + kind + ": its holder has died; call recover() first");
      }
      if (block.compareAndSet(WORD, word, word & (WAITERS | RESERVED))) {
        break;
      }
      word = block.getVolatile(WORD);
    }
    KillPoint.at("mutex.released");
    if ((word & WAITERS) != 0) {
      callNext();
    }
  }

  private void callNextIfFree() {
    if (Member.in(block.getVolatile(WORD)) == 0) {
      callNext();
    }
  }

  private void callNext() {
    if (line.call(1) > 0) {
      return;
    }
    long word = block.getVolatile(WORD);
    boolean unused = Member.in(word) == 0 && block.compareAndSet(WORD, word, 0);
    if (unused && line.anyoneWaits()) { // who came in between may have seen the flag
      word = block.getVolatile(WORD);
      while (!block.compareAndSet(WORD, word, word | WAITERS)) {
        word = block.getVolatile(WORD);
      }
      int ignored = Member.in(word) == 0 ? line.call(1) : 0;
    }
  }

  /** Marks the word if its owner has died, and wakes all who wait, to tell them. */
  private void findDead() {
    long word = block.getVolatile(WORD);
    long owner = Member.in(word);
    if (owner == 0 || (word & ABANDONED) != 0 || !sameNamespace || Member.isAlive(owner)) {
      return;
    }
    while (Member.in(word) == owner && (word & ABANDONED) == 0) {
      if (block.compareAndSet(WORD, word, word | ABANDONED)) {
        block.setVolatile(FOUND_DEAD, System.currentTimeMillis());
        KillPoint.at("mutex.marked");
        int ignored = line.call(line.capacity());
        return;
      }
      word = block.getVolatile(WORD);
    }
  }

  /** Takes an abandoned word where the policy allows it, and else throws. */
  private boolean tryAfterDeath() {
    long word = block.getVolatile(WORD);
    if ((word & ABANDONED) == 0) {
      return false;
    }
    if (release) {
      return takeOver(word);
    }
    long found = block.getVolatile(FOUND_DEAD);
    throw new OwnerDiedException(
        kind,
        Member.pid(word),
        nameOf(Member.in(word)),
        Instant.ofEpochMilli(found == 0 ? System.currentTimeMillis() : found));
  }

  /**
   * Takes the word of an owner that has died.
   *
   * @throws IllegalStateException if it has not
   */
  void recover() {
    findDead();
    long word = block.getVolatile(WORD);
    if ((word & ABANDONED) == 0 || !takeOver(word)) {
      throw new IllegalStateException(
          "cannot recover " + kind + ": " + (isOwned() ? "its holder lives" : "nobody held it"));
    }
  }

  private boolean takeOver(long word) {
    if (block.compareAndSet(WORD, word, SELF | (word & WAITERS))) {
      block.setVolatile(FOUND_DEAD, 0);
      taken();
      return true;
    }
    return false;
  }

  /** Tells of a long wait, once. */
  private boolean tell(long waitedNanos) {
    long after = Long.getLong(TELL_AFTER, TELL_AFTER_MILLIS);
    long millis = TimeUnit.NANOSECONDS.toMillis(waitedNanos);
    if (millis < after) {
      return false;
    }
    String holder =
        owner().map(who -> "pid " + who.pid() + " (" + who.processName() + ")").orElse("nobody");
    Log.info(
        "thread '"
            + Thread.currentThread().getName()
            + "' has waited "
            + millis
            + " ms for "
            + kind
            + ", which is held by "
            + holder);
    return true;
  }
}
