package multiprocessing.sync;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.ProcessException;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.internal.memory.KillPoint;
import multiprocessing.internal.memory.NamedObjects;
import multiprocessing.internal.memory.SharedBlock;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.memory.WaitLine;
import multiprocessing.internal.time.Deadline;

/**
 * A point that a number of threads of any processes pass together, again and again (Python's {@code
 * multiprocessing.Barrier}).
 *
 * <p>The barrier breaks, for all that wait and all that come, if one of them gives up, by its
 * timeout or an interrupt, if {@link #abort} is called, if the action throws, or <b>if a process
 * that waits in it dies</b>; the others learn of a death within a quarter of a second. Of more than
 * 247 that wait, it does not see the death of those that came after so many. It knows nothing of
 * parties that have not come: who does not want to wait for them for ever gives a timeout. {@link
 * #reset} makes it whole again.
 */
public final class Barrier implements Serializable {
  /*
   *   0                                                        8   16        24          128
   *   | generation, 32 | arrived, 16 | history, 14 | flags, 2 | - | parties | namespace | line of waiters
   *
   * A party enters the line, then arrives by a CAS on the word. The last one sets ACTING with the same CAS, runs the action,
   * begins the next generation by another, and calls the line. So the others' wait is over when the generation is another
   * one. How the last generations have ended is in the history, a bit each, the last one lowest: 0 if all came, 1 if it was reset.
   * An entry that still waits belongs to the
   * generation, or is about to: that is how a death is noticed, by those that wait and by the last one. While ACTING is
   * set nobody gives up: they have passed, but for the action.
   */
  private static final long serialVersionUID = 1;

  private static final int WORD = 0;
  private static final int PARTIES = 16;
  private static final int NAMESPACE = 24;
  private static final int LINE = 128;
  private static final int SIZE = 4096;
  private static final long BROKEN = 1;
  private static final long ACTING = 2;
  private static final int HISTORY_SHIFT = 2;
  private static final int HISTORY_BITS = 14;
  private static final long HISTORY = (1 << HISTORY_BITS) - 1;
  private static final int ARRIVED_SHIFT = 16;
  private static final long ARRIVED_ONE = 1L << ARRIVED_SHIFT;
  private static final int MOST_PARTIES = 0xffff;
  private static final int GENERATION_SHIFT = 32;
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final transient SharedObject memory;
  private final transient SharedBlock block;
  private final transient WaitLine line;
  private final transient SerializableRunnable action;
  private final transient Duration timeout;
  private final transient long sliceNanos;

  /**
   * A new barrier.
   *
   * @param parties how many pass together, 1 to 65535
   * @throws IllegalArgumentException if it is another number
   */
  public Barrier(int parties) {
    this(parties, null);
  }

  /**
   * A new barrier with an action.
   *
   * @param parties how many pass together, 1 to 65535
   * @param action what the last one that comes runs before all pass, or null; if it throws, the
   *     barrier breaks, and the exception is thrown there
   * @throws IllegalArgumentException if it is another number
   */
  public Barrier(int parties, SerializableRunnable action) {
    this(parties, action, null);
  }

  /**
   * A new barrier with an action and a time limit.
   *
   * @param parties how many pass together, 1 to 65535
   * @param action what the last one that comes runs before all pass, or null
   * @param timeout for each wait that has none of its own; null for none
   * @throws IllegalArgumentException if it is another number
   */
  public Barrier(int parties, SerializableRunnable action, Duration timeout) {
    this(create(parties), action, timeout);
  }

  /**
   * The barrier of that name, which all processes of this user on this machine share, also of other
   * programs. It is made if there is none; the family that has made it owns its name, which goes
   * with the family at the latest, or by {@link #unlink}. Who waits in it looks a hundred times a
   * second.
   *
   * @param name 1 to 200 letters, digits, dots, hyphens or underscores
   * @param parties how many pass together, 1 to 65535
   * @return the barrier
   * @throws IllegalArgumentException if the name has something else, the parties are another number
   *     or not those of the barrier that is there
   * @throws ProcessException if something else has that name, or it was made in another pid
   *     namespace
   */
  public static Barrier named(String name, int parties) {
    return named(name, parties, null, null);
  }

  /**
   * The barrier of that name, as {@link #named(String, int)}, with an action and a time limit of
   * this object only: the action is run if the last one that comes does so by this object.
   *
   * @param name 1 to 200 letters, digits, dots, hyphens or underscores
   * @param parties how many pass together, 1 to 65535
   * @param action what is run before all pass, or null
   * @param timeout for each wait that has none of its own; null for none
   * @return the barrier
   * @throws IllegalArgumentException if the name has something else, the parties are another number
   *     or not those of the barrier that is there
   * @throws ProcessException if something else has that name, or it was made in another pid
   *     namespace
   */
  public static Barrier named(
      String name, int parties, SerializableRunnable action, Duration timeout) {
    requireParties(parties);
    SharedObject memory =
        NamedObjects.open("barrier", name, SIZE, block -> prepare(block, parties));
    Barrier barrier = new Barrier(Naming.requireNamespace(memory, NAMESPACE), action, timeout);
    if (barrier.parties() != parties) {
      throw new IllegalArgumentException(
          "the Barrier named '" + name + "' has " + barrier.parties() + " parties, not " + parties);
    }
    return barrier;
  }

  private Barrier(SharedObject memory, SerializableRunnable action, Duration timeout) {
    this.memory = memory;
    this.block = memory.block();
    this.line = new WaitLine(block, LINE, SIZE);
    this.action = action;
    this.timeout = timeout;
    this.sliceNanos = memory.isNamed() ? Naming.LOOK_NANOS : SLICE_NANOS;
  }

  private static SharedObject create(int parties) {
    requireParties(parties);
    SharedObject memory = SharedObject.create("barrier", SIZE);
    prepare(memory.block(), parties);
    return memory;
  }

  private static void requireParties(int parties) {
    if (parties < 1 || parties > MOST_PARTIES) {
      throw new IllegalArgumentException("parties must be 1 to " + MOST_PARTIES + ": " + parties);
    }
  }

  private static void prepare(SharedBlock block, int parties) {
    block.setRelease(PARTIES, parties);
    Naming.setNamespace(block, NAMESPACE);
  }

  /**
   * Waits until all parties have come. Python's {@code wait()}.
   *
   * @return a number from 0 to parties-1, another one for each party
   * @throws BrokenBarrierException if the barrier is broken, or breaks meanwhile, also by the
   *     barrier's own timeout
   * @throws InterruptedException if interrupted while waiting; the barrier is broken
   */
  public int await() throws InterruptedException, BrokenBarrierException {
    return awaitBy(timeout == null ? null : Deadline.after(timeout));
  }

  /**
   * Waits until all parties have come, for a limited time.
   *
   * @param limit how long to wait; zero or less means do not wait
   * @return a number from 0 to parties-1, another one for each party
   * @throws BrokenBarrierException if the barrier is broken, or breaks meanwhile, also because this
   *     time is over
   * @throws InterruptedException if interrupted while waiting; the barrier is broken
   */
  public int await(Duration limit) throws InterruptedException, BrokenBarrierException {
    return awaitBy(Deadline.after(limit));
  }

  private int awaitBy(Deadline deadline) throws InterruptedException, BrokenBarrierException {
    if (Thread.interrupted()) {
      abort();
      throw new InterruptedException("interrupted before waiting for a Barrier");
    }
    Party party = new Party(line.enter(), deadline);
    KillPoint.at("barrier.entered");
    try {
      long arrival = party.arrive();
      KillPoint.at("barrier.arrived");
      int index = arrived(arrival) - 1;
      if (index == parties() - 1) {
        act(arrival, party);
      } else {
        party.awaitOthers(arrival);
      }
      return index;
    } finally {
      party.leave();
    }
  }

  /** Runs the action, and lets all pass. */
  private void act(long arrival, Party party) throws BrokenBarrierException {
    boolean done = false;
    try {
      if (line.removeDeadWaiting() > 0) {
        throw new BrokenBarrierException("a process that waited in the barrier has died");
      }
      if (action != null) {
        action.run();
      }
      done = true;
    } finally {
      if (!done) {
        breakIt(generation(arrival));
      }
    }
    KillPoint.at("barrier.acted");
    if (!block.compareAndSet(WORD, arrival, next(arrival, 0))) {
      throw new BrokenBarrierException("the barrier was broken during its action");
    }
    KillPoint.at("barrier.opened");
    party.leave();
    int ignored = line.call(line.capacity());
  }

  /** Breaks the barrier, for all that wait and all that come. Does not wait. */
  public void abort() {
    long word = block.getVolatile(WORD);
    while (!block.compareAndSet(WORD, word, (word | BROKEN) & ~ACTING)) {
      word = block.getVolatile(WORD);
    }
    line.refuseAll();
  }

  /**
   * Makes the barrier whole and empty again; for those that wait in it now, it breaks. Does not
   * wait.
   */
  public void reset() {
    long word = block.getVolatile(WORD);
    while (true) {
      if (block.compareAndSet(WORD, word, next(word, 1))) {
        break;
      }
      word = block.getVolatile(WORD);
    }
    line.refuseAll();
  }

  /** Breaks that generation if it still waits; false if it does not, or all have come. */
  private boolean giveUp(long generation) {
    long word = block.getVolatile(WORD);
    while (generation(word) == generation && (word & ACTING) == 0) {
      if (block.compareAndSet(WORD, word, word | BROKEN)) {
        line.refuseAll();
        return true;
      }
      word = block.getVolatile(WORD);
    }
    return false;
  }

  /** Breaks that generation, if it is still the one. */
  private void breakIt(long generation) {
    long word = block.getVolatile(WORD);
    while (generation(word) == generation) {
      if (block.compareAndSet(WORD, word, (word | BROKEN) & ~ACTING)) {
        line.refuseAll();
        return;
      }
      word = block.getVolatile(WORD);
    }
  }

  /**
   * How many pass together.
   *
   * @return 1 to 65535
   */
  public int parties() {
    return (int) block.getAcquire(PARTIES);
  }

  /**
   * How many wait. Python's {@code n_waiting}.
   *
   * @return 0 to parties-1; what was so a moment ago
   */
  public int waiting() {
    long word = block.getVolatile(WORD);
    return (word & (BROKEN | ACTING)) == 0 ? arrived(word) : 0;
  }

  /**
   * Whether the barrier is broken.
   *
   * @return true until it is {@link #reset}
   */
  public boolean isBroken() {
    return (block.getVolatile(WORD) & BROKEN) != 0;
  }

  /**
   * Removes the name of a barrier that was opened by name; who has it keeps it, but can send it to
   * nobody any more. Whoever opens the name next makes another one. The name goes with the family
   * that made it at the latest.
   *
   * @throws IllegalStateException if it has no name
   */
  public void unlink() {
    Naming.unlink(memory, this);
  }

  /** The word of the next generation, which knows how this one has ended. */
  private static long next(long word, long reset) {
    long history = ((word >>> HISTORY_SHIFT) << 1 | reset) & HISTORY;
    return (generation(word) + 1) << GENERATION_SHIFT | history << HISTORY_SHIFT;
  }

  /** Whether a generation before that of the word has ended because all came; no if unknown. */
  private static boolean allCame(long word, long generation) {
    long ago = (generation(word) - generation) & 0xffff_ffffL;
    return ago >= 1 && ago <= HISTORY_BITS && ((word >>> (HISTORY_SHIFT + ago - 1)) & 1) == 0;
  }

  private static long generation(long word) {
    return word >>> GENERATION_SHIFT;
  }

  private static int arrived(long word) {
    return (int) (word >>> ARRIVED_SHIFT) & MOST_PARTIES;
  }

  /** Travels as a ticket, which opens the same barrier where it arrives. */
  private Object writeReplace() {
    return new Ticket(memory.ticket(), action, timeout);
  }

  /** With the numbers of those that wait and of those that are awaited. */
  @Override
  public String toString() {
    return "<Barrier(" + (isBroken() ? "broken" : waiting() + "/" + parties()) + ")>";
  }

  /** One thread in the barrier. */
  private final class Party {
    private final Deadline deadline;
    private WaitLine.Waiter waiter;
    private boolean interrupted;
    private long lookedNanos = System.nanoTime();

    Party(WaitLine.Waiter waiter, Deadline deadline) {
      this.waiter = waiter; // null if the line is full: then this thread looks by itself
      this.deadline = deadline;
    }

    /** Returns the word with which it arrived. */
    long arrive() throws InterruptedException, BrokenBarrierException {
      while (true) {
        long word = block.getVolatile(WORD);
        if ((word & BROKEN) != 0) {
          throw new BrokenBarrierException("the barrier is broken; reset() makes it whole");
        }
        if ((word & ACTING) != 0) {
          pause(word); // for the next generation
        } else {
          boolean last = arrived(word) + 1 == parties();
          long arrival = (word + ARRIVED_ONE) | (last ? ACTING : 0);
          if (block.compareAndSet(WORD, word, arrival)) {
            return arrival;
          }
        }
      }
    }

    void awaitOthers(long arrival) throws InterruptedException, BrokenBarrierException {
      long generation = generation(arrival);
      if (waiter != null && !waiter.isWaiting()) {
        waiter.waitAgain(); // what called it was meant for the generation before
      }
      long word = block.getVolatile(WORD);
      while (generation(word) == generation && (word & BROKEN) == 0) {
        pause(word);
        word = block.getVolatile(WORD);
      }
      leave();
      if (!allCame(word, generation)) {
        throw new BrokenBarrierException("the barrier broke while others were awaited");
      }
    }

    /** Waits a little, and breaks the barrier if there is a reason to. */
    private void pause(long word) throws InterruptedException {
      boolean acting = (word & ACTING) != 0;
      long left = deadline == null || acting ? sliceNanos : deadline.remainingNanos();
      if (left <= 0) {
        boolean ignored = giveUp(generation(word));
        return;
      }
      KillPoint.at("barrier.waiting");
      if (waiter == null || acting) {
        LockSupport.parkNanos(POLL_NANOS);
      } else {
        waiter.park(Math.min(left, sliceNanos));
      }
      if (Thread.interrupted()) {
        if (!giveUp(generation(word))) {
          interrupted = true; // all have come
          return;
        }
        throw new InterruptedException("interrupted while waiting for a Barrier");
      }
      lookForTheDead(generation(word));
    }

    private void lookForTheDead(long generation) {
      long now = System.nanoTime();
      if (now - lookedNanos >= SLICE_NANOS) {
        lookedNanos = now;
        if (line.removeDeadWaiting() > 0) {
          breakIt(generation);
        }
      }
    }

    void leave() {
      if (waiter != null) {
        WaitLine.End ignored = waiter.leave();
        waiter = null;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Ticket(SharedObject.Ticket memory, SerializableRunnable action, Duration timeout)
      implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      return new Barrier(memory.open(), action, timeout);
    }
  }
}
