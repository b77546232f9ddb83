package multiprocessing.sync;

import static java.util.Objects.requireNonNull;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import multiprocessing.ProcessException;
import multiprocessing.internal.memory.KillPoint;
import multiprocessing.internal.memory.NamedObjects;
import multiprocessing.internal.memory.SharedBlock;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.memory.WaitLine;
import multiprocessing.internal.time.Deadline;

/**
 * Something that processes and their threads wait for while others change what a lock guards
 * (Python's {@code multiprocessing.Condition}). Whoever waits or signals must hold the lock; a wait
 * gives it up, however often it is held, and has it again when it returns or throws.
 *
 * <p>A signal wakes exactly as many as it says of those that wait then, the longest waiting first,
 * and stores nothing. One that has given up, by its timeout, an interrupt or its death, takes no
 * signal from another. At most 255 threads may wait at a time.
 *
 * <p><b>If the process that holds the lock dies</b>, a wait that is over throws {@link
 * OwnerDiedException}, and the lock is not held.
 */
@SuppressWarnings({
  "WaitNotInLoop", // it wakes for a signal only
  "JavaUtilDate" // java.util.concurrent's
})
public final class Condition implements java.util.concurrent.locks.Condition, Serializable {
  /*
   * A waiter enters the line, then gives the lock up: who takes the lock after that and signals finds it. A signal is one
   * CAS on the waiter's entry; the waiter's end of waiting is another; so of a signal and a timeout one wins. The entry
   * of a process that has died is found when it is rung in vain, and the signal goes to the next.
   *
   * One with a name has its lock in the same file:
   *
   *   0      4096        4104
   *   | lock | namespace | line of waiters
   */
  private static final long serialVersionUID = 1;

  private static final int SIZE = 4096;
  private static final int NAMESPACE = Mutex.SIZE;
  private static final int NAMED_LINE = NAMESPACE + Long.BYTES;
  private static final int NAMED_SIZE = Mutex.SIZE + SIZE;
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final transient SharedObject memory;
  private final transient WaitLine line;
  private final transient ProcessLock lock;
  private final transient long sliceNanos;

  /** A new condition with an {@link RLock} of its own. */
  public Condition() {
    this(new RLock());
  }

  /**
   * A new condition of a lock.
   *
   * @param lock what guards what is waited for
   */
  public Condition(Lock lock) {
    this((ProcessLock) lock);
  }

  /**
   * A new condition of a lock.
   *
   * @param lock what guards what is waited for
   */
  public Condition(RLock lock) {
    this((ProcessLock) lock);
  }

  Condition(ProcessLock lock) {
    this(requireNonNull(lock, "lock"), SharedObject.create("condition", SIZE));
  }

  private Condition(ProcessLock lock, SharedObject memory) {
    this.lock = lock;
    this.memory = memory;
    boolean named = memory.isNamed();
    this.line = new WaitLine(memory.block(), named ? NAMED_LINE : 0, named ? NAMED_SIZE : SIZE);
    this.sliceNanos = named ? Naming.LOOK_NANOS : SLICE_NANOS;
  }

  /**
   * The condition of that name, with an {@link RLock} of its own, which all processes of this user
   * on this machine share, also of other programs. It is made if there is none; the family that has
   * made it owns its name, which goes with the family at the latest, or by {@link #unlink}. Who
   * waits for it looks a hundred times a second.
   *
   * @param name 1 to 200 letters, digits, dots, hyphens or underscores
   * @return the condition
   * @throws IllegalArgumentException if the name has something else
   * @throws ProcessException if something else has that name, or it was made in another pid
   *     namespace
   */
  public static Condition named(String name) {
    SharedObject memory = NamedObjects.open("condition", name, NAMED_SIZE, Condition::prepare);
    return new Condition(new RLock(Naming.requireNamespace(memory, NAMESPACE)), memory);
  }

  private static void prepare(SharedBlock block) {
    Mutex.prepare(block, OwnerDeath.ABANDON);
    Naming.setNamespace(block, NAMESPACE);
  }

  /**
   * Takes the lock; waits until it is free.
   *
   * @throws InterruptedException if interrupted while waiting
   * @throws OwnerDiedException if the process that held it has died
   */
  public void acquire() throws InterruptedException {
    lock.acquire();
  }

  /**
   * Takes the lock if it becomes free in time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return true if it is held now
   * @throws InterruptedException if interrupted while waiting
   * @throws OwnerDiedException if the process that held it has died
   */
  public boolean acquire(Duration timeout) throws InterruptedException {
    return lock.acquire(timeout);
  }

  /**
   * Takes the lock if it is free now.
   *
   * @return true if it is held now
   * @throws OwnerDiedException if the process that held it has died
   */
  public boolean tryAcquire() {
    return lock.tryAcquire();
  }

  /** Gives the lock up. */
  public void release() {
    lock.release();
  }

  /**
   * Takes the lock of a process that has died, and makes it usable again; see {@link Lock#recover}.
   *
   * @throws IllegalStateException if its holder lives, or nobody held it
   */
  public void recover() {
    lock.recover();
  }

  /**
   * Takes the lock for a try-with-resources statement.
   *
   * @return what releases the lock when it is closed
   * @throws InterruptedException if interrupted while waiting
   * @throws OwnerDiedException if the process that held it has died
   */
  public Held hold() throws InterruptedException {
    return lock.hold();
  }

  /**
   * Waits for a signal.
   *
   * @throws InterruptedException if interrupted before a signal came; the lock is held
   * @throws IllegalMonitorStateException if the lock is not held
   */
  @Override
  public void await() throws InterruptedException {
    boolean ignored = awaitBy(null);
  }

  /**
   * Waits for a signal, for a limited time; taking the lock again may take longer.
   *
   * @param timeout how long to wait; zero or less means only to give the lock up and take it again
   * @return true if a signal came
   * @throws InterruptedException if interrupted before a signal came; the lock is held
   * @throws IllegalMonitorStateException if the lock is not held
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return awaitBy(Deadline.after(timeout));
  }

  /**
   * Waits until something is true, which is asked now and after each signal, while the lock is
   * held. Python's {@code wait_for}.
   *
   * @param predicate what to wait for
   * @throws InterruptedException if interrupted while waiting; the lock is held
   * @throws IllegalMonitorStateException if the lock is not held
   */
  public void awaitFor(BooleanSupplier predicate) throws InterruptedException {
    boolean ignored = awaitFor(predicate, null);
  }

  /**
   * Waits until something is true, for a limited time in all. Python's {@code wait_for}.
   *
   * @param predicate what to wait for; asked now and after each signal, while the lock is held
   * @param timeout how long to wait; zero or less means do not wait; null for ever
   * @return what the predicate said last
   * @throws InterruptedException if interrupted while waiting; the lock is held
   * @throws IllegalMonitorStateException if the lock is not held
   */
  public boolean awaitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException {
    Deadline deadline = timeout == null ? null : Deadline.after(timeout);
    requireHeld();
    boolean is = predicate.getAsBoolean();
    while (!is && (deadline == null || !deadline.expired())) {
      boolean ignored = awaitBy(deadline);
      is = predicate.getAsBoolean();
    }
    return is;
  }

  private boolean awaitBy(Deadline deadline) throws InterruptedException {
    requireHeld();
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before waiting for a Condition");
    }
    WaitLine.Waiter waiter = line.enter();
    if (waiter == null) {
      throw new ProcessException(
          "cannot wait for a Condition: " + line.capacity() + " threads do so already");
    }
    KillPoint.at("condition.entered");
    boolean interrupted = false;
    WaitLine.End end;
    int times = 0;
    try {
      times = lock.releaseAll();
      KillPoint.at("condition.released");
      interrupted = park(waiter, deadline);
      KillPoint.at("condition.woken");
    } finally {
      end = waiter.leave();
      if (times > 0) {
        lock.acquireAgain(times);
      }
    }
    if (interrupted && end != WaitLine.End.CALLED) {
      throw new InterruptedException("interrupted while waiting for a Condition");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return end == WaitLine.End.CALLED;
  }

  /** Returns true if this thread was interrupted. */
  private boolean park(WaitLine.Waiter waiter, Deadline deadline) {
    long lookedNanos = System.nanoTime();
    while (waiter.isWaiting()) {
      if (System.nanoTime() - lookedNanos >= WaitLine.SLICE_NANOS) {
        lookedNanos = System.nanoTime();
        line.passOnOfDead();
      }
      long left = deadline == null ? sliceNanos : deadline.remainingNanos();
      if (left <= 0) {
        return false;
      }
      waiter.park(Math.min(left, sliceNanos));
      if (Thread.interrupted()) {
        return true;
      }
    }
    return false;
  }

  /** Waits for a signal; an interrupt does not end the wait, and stays pending. */
  @Override
  public void awaitUninterruptibly() {
    boolean interrupted = false;
    boolean signalled = false;
    while (!signalled) {
      try {
        signalled = awaitBy(null);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same as {@link #await(Duration)}; returns what is left of the time. */
  @Override
  public long awaitNanos(long nanosTimeout) throws InterruptedException {
    Deadline deadline = Deadline.after(Duration.ofNanos(nanosTimeout));
    boolean ignored = awaitBy(deadline);
    return deadline.remainingNanos();
  }

  /** The same as {@link #await(Duration)}. */
  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return await(Duration.ofNanos(unit.toNanos(time)));
  }

  /** The same as {@link #await(Duration)} with the time until then, by the machine's clock. */
  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    return await(Duration.between(Instant.now(), Instant.ofEpochMilli(deadline.getTime())));
  }

  /**
   * Wakes the one that has waited longest, if any waits. Python's {@code notify()}.
   *
   * @throws IllegalMonitorStateException if the lock is not held
   */
  @Override
  public void signal() {
    signal(1);
  }

  /**
   * Wakes up to that many, those that have waited longest. Python's {@code notify(n)}.
   *
   * @param count how many, 0 or more
   * @throws IllegalArgumentException if that is negative
   * @throws IllegalMonitorStateException if the lock is not held
   */
  public void signal(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    requireHeld();
    KillPoint.at("condition.signal");
    int ignored = line.call(count);
  }

  /**
   * Wakes all that wait. Python's {@code notify_all()}.
   *
   * @throws IllegalMonitorStateException if the lock is not held
   */
  @Override
  public void signalAll() {
    signal(Integer.MAX_VALUE);
  }

  /**
   * Removes the name of a condition that was opened by name; who has it keeps it, but can send it
   * to nobody any more. Whoever opens the name next makes another one. The name goes with the
   * family that made it at the latest.
   *
   * @throws IllegalStateException if it has no name
   */
  public void unlink() {
    Naming.unlink(memory, this);
  }

  private void requireHeld() {
    if (!lock.isHeldHere()) {
      throw new IllegalMonitorStateException(
          "must acquire the lock before using its Condition: " + lock);
    }
  }

  /** Travels as a ticket, which opens the same condition where it arrives. */
  private Object writeReplace() {
    return new Ticket(lock, memory.ticket());
  }

  /** As in CPython: {@code <Condition(<RLock(None, 0)>)>}. */
  @Override
  public String toString() {
    return "<Condition(" + lock + ")>";
  }

  private record Ticket(ProcessLock lock, SharedObject.Ticket memory) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      return new Condition(lock, memory.open());
    }
  }
}
