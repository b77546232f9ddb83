package multiprocessing.pool;

import java.io.IOException;
import java.nio.file.Path;
import multiprocessing.internal.memory.SharedBlock;

/** The memory that a pool shares with one worker: who may run what, and what has come of it. */
final class Slate {
  /*
   * A span of tasks is worked off in order. The worker claims each task before it runs it; the pool may take
   * unclaimed ones back from the end, to give them to an idle worker. Each outcome is written here as soon as it is
   * there, so it survives the worker, and so does the claim of the task that was running when the worker died.
   *
   *   0  +----------------+----------------+
   *      | limit (32)     | next (32)      |   claim word; CAS by both: the worker adds 1 to next while next < limit,
   *   8  +----------------+----------------+   the pool lowers limit, not below next (nor below 1: takeBack; but withdraw)
   *      | bytes (24)  | finished (40)     |   written by the worker, after the outcome itself, with release: how many
   *  16  +---------------------------------+   bytes of outcomes are below, and how many tasks of the span are finished
   *      | number of the span              |   written by the pool, before the claim word
   *  24  +---------------------------------+
   *      | when the last claim was made    |   System.nanoTime, written by the worker before the claim: never too early;
   *      |                                 |   only where tasks have a time limit
   *  32  +---------------------------------+
   *      | task to interrupt, or 0         |   an order, written by the pool: WorkerOrders
   *  40  +----------------+----------------+
   *      | order number   | obeyed         |   written by the pool; by the worker when it has obeyed that order
   *  48  +----------------+----------------+
   *      | number of the first task        |   as its caller counts; written by the pool, before the claim word
   *  56  +----------------+----------------+
   *      | flags          | losses         |   is there a time limit; how often its worker was lost; the same. A flag of
   *      |                |                |   the worker: it has read the function of the span
   *  64  +---------------------------------+
   *      | the outcomes, one after the other; the last one is that of task finished-1
   *      +--------------------------------- - -
   *
   * The pool prepares the words while the worker waits for a span: no old claim can meet a new span. When the
   * outcomes are full, the worker sends them over the channel and only then sets bytes to 0. Dead in between, it has
   * delivered some twice; the pool knows how many it has. The outcome of a single call is never here; that there is one
   * is, before it is sent.
   */
  static final int SIZE = 1 << 20;

  /** Each task of the span is the first of a call of its own. */
  static final long CALLS = -1;

  private static final int CLAIM = 0;
  private static final int WRITTEN = 8;
  private static final int SPAN = 16;
  private static final int BEGAN = 24;
  private static final int ORDERED_TASK = 32;
  private static final int ORDER = 40;
  private static final int FIRST = 48;
  private static final int LOSSES = 56;
  private static final int OUTCOMES = 64;
  private static final long TIMED = 1L << 32;
  private static final long READ = 1L << 33;
  private static final long LOW = 0xffff_ffffL;
  private static final int FINISHED_BITS = 40;
  private static final long FINISHED = (1L << FINISHED_BITS) - 1;

  private final SharedBlock block;

  private Slate(SharedBlock block) {
    this.block = block;
  }

  static Slate create(Path file) throws IOException {
    return new Slate(SharedBlock.create(file, SIZE));
  }

  static Slate open(Path file) throws IOException {
    return new Slate(SharedBlock.open(file));
  }

  int capacity() {
    return block.size() - OUTCOMES;
  }

  // The pool's side

  /**
   * Before {@link #prepare}: what its tasks are.
   *
   * @param first the number of the first, as its caller counts; or {@link #CALLS}
   * @param losses how often the first one has lost its worker; the others have not
   * @param timed whether they have a time limit, so that {@link #beganNanos} will be asked for
   */
  void name(long first, int losses, boolean timed) {
    block.setRelease(FIRST, first);
    block.setRelease(LOSSES, (timed ? TIMED : 0) | losses);
  }

  /** Before a span of so many tasks is sent. */
  void prepare(int tasks) {
    block.setRelease(WRITTEN, 0);
    block.setRelease(SPAN, block.getAcquire(SPAN) + 1);
    block.setRelease(CLAIM, (long) tasks << 32);
  }

  /**
   * The task of the span that is running; -1 if none is.
   *
   * @param finishedElsewhere how many tasks are known to be finished by other means
   */
  int running(int finishedElsewhere) {
    int claimed = claimed();
    return claimed > Math.max(finished(), finishedElsewhere) ? claimed - 1 : -1;
  }

  /**
   * When the last task that is claimed was begun ({@link System#nanoTime}), or a little later; only
   * where tasks have a time limit.
   */
  long beganNanos() {
    return block.getAcquire(BEGAN);
  }

  /** Orders the stacks, and that a task be interrupted: which one of the span. */
  void orderInterrupt(int index) {
    block.setRelease(ORDERED_TASK, TaskMark.number(spanNumber(), index));
    orderStacks();
  }

  /** Orders the stacks; an earlier order to interrupt a task stays. */
  void orderStacks() {
    long word = block.getAcquire(ORDER);
    while (!block.compareAndSet(ORDER, word, word + (1L << 32))) {
      word = block.getAcquire(ORDER);
    }
  }

  /** Whether the last order was obeyed. */
  boolean isObeyed() {
    long word = block.getAcquire(ORDER);
    return (int) (word >>> 32) == (int) word;
  }

  /** Whether the worker has the function of the span. */
  boolean hasFunction() {
    return (block.getAcquire(LOSSES) & READ) != 0;
  }

  /** How many tasks were begun. */
  int claimed() {
    return (int) block.getAcquire(CLAIM);
  }

  /** How many tasks can be taken back. */
  int spare() {
    long claim = block.getAcquire(CLAIM);
    return Math.max(0, (int) (claim >>> 32) - Math.max(1, (int) claim));
  }

  /**
   * Takes back the later half of the unclaimed tasks, or the only one; but never the first of the
   * span: a task that takes long to arrive would go back and forth between idle workers for ever.
   *
   * @return the new limit of the span; the old one if there was nothing to take
   */
  int takeBack() {
    return lowerLimit(2);
  }

  /** Takes back all that {@link #spare} counts; returns the new limit of the span. */
  int takeBackAll() {
    return lowerLimit(Integer.MAX_VALUE);
  }

  private int lowerLimit(int divisor) {
    while (true) {
      long claim = block.getAcquire(CLAIM);
      int limit = (int) (claim >>> 32);
      int kept = Math.max(1, (int) claim);
      if (limit <= kept) {
        return limit;
      }
      int lowered = kept + (limit - kept) / divisor;
      if (block.compareAndSet(CLAIM, claim, (long) lowered << 32 | (claim & LOW))) {
        return lowered;
      }
    }
  }

  /** Takes all of the span back, if none of it is begun; false if one is. */
  boolean withdraw() {
    long claim = block.getAcquire(CLAIM);
    while ((int) claim == 0) {
      if (block.compareAndSet(CLAIM, claim, 0)) {
        return true;
      }
      claim = block.getAcquire(CLAIM);
    }
    return false;
  }

  /** How many tasks of the span have an outcome. */
  int finished() {
    return (int) (block.getAcquire(WRITTEN) & FINISHED);
  }

  /** The number of bytes of the outcomes that are here. */
  int written() {
    return (int) (block.getAcquire(WRITTEN) >>> FINISHED_BITS);
  }

  /** Copies the outcomes that are here; they end with that of task {@code finished() - 1}. */
  void outcomes(byte[] to, int at, int length) {
    block.get(OUTCOMES, to, at, length);
  }

  // The worker's side

  /** Which span this is, counted from the worker's start. */
  int spanNumber() {
    return (int) block.getAcquire(SPAN);
  }

  /** The number of the first task of the span, as its caller counts. */
  long firstNumber() {
    return block.getAcquire(FIRST);
  }

  /** How often the first task of the span has lost its worker. */
  int losses() {
    return (int) block.getAcquire(LOSSES);
  }

  /** The function of the span is here. */
  void setFunction() {
    block.setRelease(LOSSES, block.getAcquire(LOSSES) | READ);
  }

  int orderNumber() {
    return (int) (block.getAcquire(ORDER) >>> 32);
  }

  /** The task to interrupt, as a {@link TaskMark}'s number; 0 for none. */
  long orderedTask() {
    return block.getAcquire(ORDERED_TASK);
  }

  void obeyed(int number) {
    long word = block.getAcquire(ORDER);
    while (!block.compareAndSet(ORDER, word, (word & ~LOW) | (number & LOW))) {
      word = block.getAcquire(ORDER);
    }
  }

  /** Whether the tasks of the span have a time limit. */
  boolean isTimed() {
    return (block.getAcquire(LOSSES) & TIMED) != 0;
  }

  /** Claims the next task; with the time, if it has a limit. */
  boolean claim(boolean timed) {
    if (timed) {
      block.setRelease(BEGAN, System.nanoTime());
    }
    while (true) {
      long claim = block.getAcquire(CLAIM);
      if ((int) (claim >>> 32) <= (int) claim) {
        return false;
      }
      if (block.compareAndSet(CLAIM, claim, claim + 1)) {
        return true;
      }
    }
  }

  /** Adds an outcome; false if there is no room for it. */
  boolean add(byte[] outcome, int length) {
    long written = block.getAcquire(WRITTEN);
    int bytes = (int) (written >>> FINISHED_BITS);
    if (length > capacity() - bytes) {
      return false;
    }
    if (length <= Long.BYTES && outcome.length >= Long.BYTES && bytes <= capacity() - Long.BYTES) {
      block.setWord(OUTCOMES + bytes, outcome); // what is too much of it is overwritten
    } else {
      block.put(OUTCOMES + bytes, outcome, length);
    }
    long finished = (written & FINISHED) + 1;
    block.setRelease(WRITTEN, (long) (bytes + length) << FINISHED_BITS | finished);
    return true;
  }

  /** The only task of the span has an outcome, which will go over the channel. */
  void finishedCall() {
    block.setRelease(WRITTEN, 1);
  }

  /** The outcomes here have gone over the channel, together with so many further ones. */
  void sent(int further) {
    block.setRelease(WRITTEN, (block.getAcquire(WRITTEN) & FINISHED) + further);
  }
}
