package multiprocessing.pool;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import multiprocessing.SerializationException;
import multiprocessing.internal.stream.Forgotten;

/** What is between the iterable and the results of one iterator. */
final class Conveyor {
  /*
   *   iterable --Feeder--> pending --batch--> crew --deliver--> outcomes --fetch--> ResultIterator
   *            '------------------- outstanding, at most the window -------------------'
   *
   * Elements gather in "pending" while all workers have something to do, and go on their way together: so a batch is
   * large where elements are quick, and one chunk where the workers wait for them. Whoever finds that a batch can go,
   * the feeder or the thread that brought results, sends it, after it has released the lock. No job, ledger or user's
   * code is called under the lock.
   *
   * over: nothing more comes in. The iterator still gets the outcomes that are there, in order up to the first that is
   * missing, then "last", if there is one. It becomes over once: when all is done, aborted or closed; then whoever did
   * it lets the crew and the pool know.
   */
  private final Crew crew;
  private final Packing packing;
  private final Work work;
  private final JobOptions options;
  private final boolean ordered;
  private final Consumer<Conveyor> whenOver;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition results = lock.newCondition();
  private volatile Thread consumer = Thread.currentThread();
  private volatile Thread feeder;
  private volatile Forgotten iterator;

  // Mutable state, guarded by lock
  private final Window window;
  private Object[] pending = new Object[16];
  private int pendingCount;
  private long batched;
  private long outstanding;
  private final Set<Batch> inFlight = new LinkedHashSet<>();
  private final Deque<Batch> line = new ArrayDeque<>();
  private final Deque<Run> arrived = new ArrayDeque<>();
  private boolean sourceEnded;
  private Throwable last;
  private volatile boolean over;
  private volatile boolean complete;
  private volatile boolean closed;

  Conveyor(
      Crew crew,
      Packing packing,
      Work work,
      JobOptions options,
      Window window,
      boolean ordered,
      Consumer<Conveyor> whenOver) {
    this.crew = crew;
    this.packing = packing;
    this.work = work;
    this.options = options;
    this.window = window;
    this.ordered = ordered;
    this.whenOver = whenOver;
  }

  /** Begins to read the elements, in a thread of its own. */
  void start(Iterable<?> elements) {
    try {
      feeder = Feeder.start(this, elements, options.chunk());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Closes this if its iterator is collected; this must not refer to it. */
  void watch(Object owner) {
    Forgotten watched = Forgotten.watch(owner, this::close, null);
    iterator = watched;
    if (over) {
      watched.remembered();
    }
  }

  // From the feeder

  /** Waits until a chunk more may be read; false if nobody wants it. */
  boolean awaitRoom() {
    lock.lock();
    try {
      while (!over && !window.hasRoom(outstanding)) {
        room.awaitUninterruptibly();
      }
      return !over;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a chunk. */
  void add(Object[] elements, int count) {
    Batch next;
    lock.lock();
    try {
      if (over) {
        return;
      }
      if (pending.length - pendingCount < count) {
        pending = Arrays.copyOf(pending, Math.max(2 * pending.length, pendingCount + count));
      }
      System.arraycopy(elements, 0, pending, pendingCount, count);
      pendingCount += count;
      outstanding += count;
      next = nextBatch();
    } finally {
      lock.unlock();
    }
    send(next);
  }

  /** There are no more elements; because of an exception, if that is not null. */
  void sourceEnded(Throwable exception) {
    boolean finished;
    lock.lock();
    try {
      sourceEnded = true;
      last = over ? last : exception;
      finished = becomeOverIfDone();
    } finally {
      lock.unlock();
    }
    if (finished) {
      tellOver(List.of());
    }
  }

  // From the crew

  void deliver(Batch batch, int from, Object[] outcomes) {
    if (outcomes.length == 0) {
      return; // the end of a span whose outcomes have all come before
    }
    Batch next;
    boolean finished;
    lock.lock();
    try {
      if (over) {
        return;
      }
      record(batch, from, outcomes);
      next = nextBatch();
      finished = becomeOverIfDone();
    } finally {
      lock.unlock();
    }
    send(next);
    if (finished) {
      tellOver(List.of());
    }
  }

  /** Ends the iteration with an exception, after the results that are there. */
  void abort(Throwable why) {
    end(why, false);
  }

  boolean isOver() {
    return over;
  }

  // From the consumer

  /** Ends the iteration; drops what is there, and what was not begun. */
  void close() {
    end(null, true);
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Waits for results.
   *
   * @param taken how many results were taken since this was told last
   * @param nanos how long to wait
   * @return some results; null at the end
   */
  Run fetch(int taken, long nanos) throws InterruptedException, TimeoutException {
    consumer = Thread.currentThread();
    long left = nanos;
    lock.lock();
    try {
      makeRoom(taken);
      while (true) {
        Run ready = ordered ? nextInLine() : arrived.poll();
        if (ready != null || over) {
          return ready != null ? ready : theLast();
        }
        if (left <= 0) {
          throw new TimeoutException();
        }
        left = results.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** So many results more were taken; returns after how many that is to be told again. */
  int taken(int count) {
    lock.lock();
    try {
      makeRoom(count);
      return window.step();
    } finally {
      lock.unlock();
    }
  }

  /** The calling thread will wait for the end; if it is the consumer, nobody takes results. */
  void doNotWaitForThisThread() {
    if (consumer != Thread.currentThread()) {
      return;
    }
    lock.lock();
    try {
      window.lift();
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  // Under the lock

  private void makeRoom(int taken) {
    outstanding -= taken;
    if (window.hasRoom(outstanding)) {
      room.signal();
    }
  }

  private Run nextInLine() {
    Batch head = line.peek();
    Run ready = head == null ? null : head.nextRun();
    if (head != null && head.isUsedUp()) {
      line.remove();
    }
    return ready;
  }

  private Run theLast() {
    if (last == null || closed) {
      return null;
    }
    Object[] failure = {new OutcomeReader.Failure(last)};
    last = null;
    line.clear(); // what is behind a gap
    return new Run(failure, 0, 1);
  }

  private void record(Batch batch, int from, Object[] outcomes) {
    options.tally().decided(outcomes, OutcomeReader.Failure.count(outcomes));
    if (options.progress() != null) {
      options.progress().add(outcomes.length);
    }
    if (!ordered) {
      arrived.add(new Run(outcomes, 0, outcomes.length));
      results.signal();
    } else {
      batch.put(from, outcomes);
      if (line.peek() == batch) {
        results.signal();
      }
    }
    if (batch.count(outcomes.length)) {
      inFlight.remove(batch);
      batch.forget();
      window.done(batch.size());
      if (window.hasRoom(outstanding)) {
        room.signal();
      }
    }
  }

  /** The next batch, if one can go. */
  private Batch nextBatch() {
    int full = window.batch();
    boolean wanted =
        window.leavesWorkersIdle(inFlight.size())
            || (pendingCount >= full && window.hasBatchLeft(inFlight.size()));
    if (over || pendingCount == 0 || !wanted) {
      return null;
    }
    int count = Math.min(full, pendingCount);
    Object[] elements = Arrays.copyOf(pending, count);
    System.arraycopy(pending, count, pending, 0, pendingCount - count);
    Arrays.fill(pending, pendingCount - count, pendingCount, null);
    pendingCount -= count;
    Batch batch = new Batch(this, work, elements, batched, options);
    batched += count;
    inFlight.add(batch);
    if (ordered) {
      line.add(batch);
    }
    return batch;
  }

  private boolean becomeOverIfDone() {
    if (over || !sourceEnded || pendingCount > 0 || !inFlight.isEmpty()) {
      return false;
    }
    over = true;
    complete = last == null;
    results.signalAll();
    return true;
  }

  // Outside the lock

  private void end(Throwable why, boolean closing) {
    List<Batch> given;
    lock.lock();
    try {
      closed |= closing;
      if (closing) {
        line.clear();
        arrived.clear();
        results.signalAll();
      }
      if (over) {
        return;
      }
      over = true;
      last = why;
      given = List.copyOf(inFlight);
      given.forEach(batch -> options.tally().dropped(batch.left()));
      inFlight.clear();
      pending = new Object[0];
      pendingCount = 0;
      room.signalAll();
      results.signalAll();
    } finally {
      lock.unlock();
    }
    Thread reading = feeder;
    if (reading != null && reading != Thread.currentThread()) {
      reading.interrupt(); // the iterable may be waiting for something
    }
    tellOver(given);
  }

  private void tellOver(List<Batch> given) {
    if (options.progress() != null) {
      options.progress().end(complete, () -> {});
    }
    given.forEach(batch -> crew.cancel(batch, false));
    Forgotten watched = iterator;
    if (watched != null) {
      watched.remembered();
    }
    whenOver.accept(this);
    crew.fulfil();
  }

  private void send(Batch first) {
    Batch next = first;
    while (next != null && !trySend(next)) {
      next = afterRefusals();
    }
  }

  /** False if some of its elements cannot travel: they have that as their outcome. */
  private boolean trySend(Batch batch) {
    try {
      crew.submitMore(packing.span(batch, 0, batch.size()));
      return true;
    } catch (SerializationException e) {
      sendOneByOne(batch);
      return false;
    } catch (RuntimeException | Error e) {
      abort(e);
      return true;
    }
  }

  private void sendOneByOne(Batch batch) {
    for (int i = 0; i < batch.size(); i++) {
      try {
        crew.submitMore(packing.span(batch, i, i + 1));
      } catch (SerializationException e) {
        refuse(batch, i, e);
      }
    }
  }

  private void refuse(Batch batch, int index, SerializationException why) {
    lock.lock();
    try {
      if (!over) {
        record(batch, index, new Object[] {new OutcomeReader.Failure(why)});
      }
    } finally {
      lock.unlock();
    }
  }

  private Batch afterRefusals() {
    Batch next;
    boolean finished;
    lock.lock();
    try {
      next = nextBatch();
      finished = becomeOverIfDone();
    } finally {
      lock.unlock();
    }
    if (finished) {
      tellOver(List.of());
    }
    return next;
  }
}
