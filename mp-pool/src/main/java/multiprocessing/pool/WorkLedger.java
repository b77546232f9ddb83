package multiprocessing.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import multiprocessing.ProcessStartException;
import multiprocessing.spi.Serializer;

/** Who has which tasks: the one place where a pool decides. */
final class WorkLedger implements Crew {
  /*
   * A span is in the queue or in the hands of one worker. It moves under the lock of this object; messages are sent and
   * processes started after the lock is released.
   *
   *   queue --assign--> worker --spanDone--> gone
   *     ^                 |---spanUnreadable--> queue, cut into single tasks (a single one fails)
   *     |                 |---makeWayFor (what it has not begun, for something more urgent) --> queue
   *     |                 |---takeBack (its later half, for an idle worker) --> that worker
   *     +-----------------+---workerEnded: what it had not begun; the running task fails or is tried again
   *
   * A worker stays in the list until what it had is decided or back in the queue: "no workers and no queue" means that
   * nothing is left. The lock of a job may be taken under that of this object, never the other way round.
   *
   * States: OPEN -> SHUTDOWN (no new jobs; ends when nothing is left) -> ENDED, or at any time -> TERMINATED -> ENDED.
   * Nothing is left when there is no pledge of more, either.
   *
   * A worker is replaced when it ends while the pool is OPEN or work is left; also one that a signal killed while it
   * started, or whose initializer failed, but not for ever. When a worker cannot even start and none other runs or
   * starts, all jobs fail with the reason; the next job tries again. A worker that may do a limited number of tasks is
   * replaced when it gets its last one, and leaves after it; so there may be more than "size" for a while, but never
   * more than "size" have a span.
   *
   * "Size" is the headcount: the least at any time, and up to the most as long as spans wait for which nobody is idle.
   * One beyond the least that has been idle for too long is told, under the lock under which it would be given a span,
   * that it has had its last: so it leaves as a worker does that may do no more tasks, and no span can go to it.
   */
  private final Headcount headcount;
  private final Serializer serializer;
  private final WorkerSettings settings;
  private final CountDownLatch ended = new CountDownLatch(1);

  // Mutable state, guarded by this
  private final Roster workers;
  private final SpanQueue queue = new SpanQueue();
  private final Bundler bundler;
  private final Dispatcher dispatcher;
  private CrewState state = CrewState.OPEN;
  private final Endurance endurance;
  private final CrewCount count = new CrewCount();
  private int pledges;
  private int terminations; // that are telling calls of it
  private final Lookout lookout = new Lookout(this::look);

  WorkLedger(Headcount headcount, Serializer serializer, WorkerSettings settings) {
    this.headcount = headcount;
    this.workers = new Roster(headcount, new CpuSlots(settings.cpus().slots()));
    this.bundler = new Bundler(headcount.most(), queue);
    this.endurance = new Endurance(headcount.most());
    this.serializer = serializer;
    this.settings = settings;
    this.dispatcher = new Dispatcher(workers, queue, bundler, lookout, settings.limits());
  }

  /** Starts the workers that are always there; if one cannot be started, ends the others. */
  void open() {
    try {
      lookout.begin();
      for (int i = 0; i < headcount.least(); i++) {
        int slot;
        synchronized (this) {
          slot = workers.startOne();
        }
        startWorker(slot);
      }
    } catch (RuntimeException | Error e) {
      terminate();
      try {
        awaitEnd();
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  // From callers of the pool

  @Override
  public int size() {
    return headcount.most();
  }

  @Override
  public synchronized void requireOpen() {
    if (state != CrewState.OPEN) {
      throw Crew.notRunning();
    }
  }

  /** Adds work; an idle worker gets it at once. */
  @Override
  public void submit(Span span) {
    synchronized (this) {
      requireOpen();
      queue.add(span);
    }
    replace();
    dispatch();
  }

  @Override
  public synchronized void pledge() {
    requireOpen();
    pledges++;
  }

  @Override
  public void submitMore(Span span) {
    boolean tooLate;
    synchronized (this) {
      tooLate = state == CrewState.TERMINATED;
      if (!tooLate) {
        queue.add(span);
      }
    }
    if (tooLate) {
      span.job().failAll(Crew.terminated());
      return;
    }
    replace();
    dispatch();
  }

  @Override
  public void fulfil() {
    synchronized (this) {
      pledges--;
    }
    releaseIfNothingIsLeft();
  }

  @Override
  public void cancel(Job job, boolean stopRunning) {
    job.forget();
    List<Runnable> toDo = new ArrayList<>();
    synchronized (this) {
      // what is queued of it is passed over when its turn comes: to look for it would take long
      for (Worker worker : workers.giveUp(job, bundler::putBack)) {
        if (stopRunning) {
          worker.supervision().stopRunning(toDo);
          lookout.lookIn(0);
        }
      }
    }
    toDo.forEach(Runnable::run);
    dispatch();
    growIfTasksWait();
    releaseIfNothingIsLeft();
  }

  /** The workers that can tell what they do, and those that start. */
  synchronized Map<Boolean, List<Worker>> workersByReady() {
    return workers.all().stream().collect(Collectors.partitioningBy(Worker::isReady));
  }

  synchronized List<WorkerStatus> status() {
    return workers.all().stream().map(Worker::status).toList();
  }

  /** A snapshot, with what was counted elsewhere. */
  synchronized PoolStats stats(Tally tally) {
    return count.stats(tally, workers.all(), queue);
  }

  @Override
  public void shutdown() {
    synchronized (this) {
      if (state == CrewState.OPEN) {
        state = CrewState.SHUTDOWN;
      }
    }
    releaseIfNothingIsLeft();
  }

  @Override
  public void terminate() {
    List<Worker> all;
    List<Span> dropped;
    synchronized (this) {
      state = CrewState.TERMINATED;
      workers.withdrawCalls(bundler::putBack);
      all = List.copyOf(workers.all());
      dropped = queue.drain();
      terminations++;
    }
    try {
      dropped.forEach(span -> span.job().failAll(Crew.terminated()));
    } finally {
      synchronized (this) {
        terminations--;
      }
    }
    all.forEach(Worker::terminate);
    Reaper.reap(all);
    endIfEmpty();
  }

  @Override
  public synchronized boolean isOpen() {
    return state == CrewState.OPEN;
  }

  @Override
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  @Override
  public boolean awaitEnd(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  // From the workers' listeners

  void workerReady(Worker worker) {
    synchronized (this) {
      endurance.hasStarted();
      worker.becomeReady();
      lookout.lookIn(headcount.patienceNanos());
    }
    dispatch();
    releaseIfNothingIsLeft();
  }

  void spanDone(Worker worker) {
    Runnable lastWord;
    synchronized (this) {
      bundler.measure(worker.span(), worker.nanosWithSpan());
      worker.span().job().readership().hasRead();
      lastWord = worker.supervision().lastWord();
      Span ignored = worker.finish();
      endurance.hasWorked();
    }
    lastWord.run();
    goOnWithout(worker);
  }

  /** A worker does no more than it has begun. */
  void workerRetires(Worker worker) {
    synchronized (this) {
      worker.retire();
      if (worker.span() != null) {
        bundler.putBack(worker.takeBackAll());
      }
    }
    replace();
    dispatch();
  }

  /** A worker was not sent its span, or did nothing of it. */
  void spanDropped(Worker worker) {
    synchronized (this) {
      Span ignored = worker.drop();
    }
    goOnWithout(worker);
  }

  /** A worker that will be ended was not sent its span, because of this process: that fails. */
  void spanUndelivered(Worker worker, Throwable why) {
    Runnable decision;
    synchronized (this) {
      decision = worker.failSpan(why);
    }
    decision.run();
    goOnWithout(worker);
  }

  /** A worker has no span any more; if that was its last, it leaves. */
  private void goOnWithout(Worker worker) {
    boolean leaving;
    synchronized (this) {
      lookout.lookIn(headcount.patienceNanos());
      leaving = worker.isSpent() && worker.becomeReleased();
    }
    dispatch();
    if (leaving) {
      worker.release();
    }
    releaseIfNothingIsLeft();
  }

  /** A worker could not rebuild the elements of its span: each gets a chance of its own. */
  void spanUnreadable(Worker worker, Throwable why) {
    Span span = worker.span();
    if (span.isOneTask()) {
      span.job().decide(span.from(), new Object[] {new OutcomeReader.Failure(why)});
    }
    synchronized (this) {
      for (int index = span.to() - 1; index >= span.from() && !span.isOneTask(); index--) {
        bundler.putBack(Span.of(span.job(), index, index + 1));
      }
      Span ignored = worker.drop();
    }
    goOnWithout(worker);
  }

  /** A worker process has ended; what it had told before is in its job already. */
  void workerEnded(Worker worker, ProcessStartException notStarted) {
    settle(worker).run();
    List<Span> hopeless = List.of();
    boolean replacing;
    synchronized (this) {
      workers.remove(worker);
      if (!worker.isReleased() && state != CrewState.TERMINATED) {
        count.hasLostOne();
      }
      endurance.hasEnded(worker);
      boolean tryAgain = endurance.hasHopeAfter(worker, notStarted);
      if (!tryAgain && workers.isEmpty()) {
        hopeless = queue.drain();
      }
      boolean wanted = !queue.isEmpty() || (state == CrewState.OPEN && !endurance.isOver());
      replacing = tryAgain && wanted;
    }
    hopeless.forEach(span -> span.job().failAll(notStarted));
    if (replacing) {
      replace();
    }
    dispatch();
    releaseIfNothingIsLeft();
    endIfEmpty();
  }

  /** A worker is about to tell a task that it took too long; the lock is held. */
  void taskTimesOut() {
    count.hasTimedOut();
  }

  /** Puts back what a dead worker had not begun; returns what is to be said of the rest. */
  private synchronized Runnable settle(Worker worker) {
    worker.leave();
    Span span = worker.span();
    if (span == null) {
      return () -> {};
    }
    if (state == CrewState.TERMINATED) {
      return () -> span.job().failAll(Crew.terminated());
    }
    Settlement settlement = Settlement.of(worker, workers.all());
    if (settlement.isTriedAgain()) {
      count.triesAgain();
    }
    Span ignored = worker.drop();
    for (int i = settlement.again().size() - 1; i >= 0; i--) {
      bundler.putBack(settlement.again().get(i));
    }
    return settlement.decision();
  }

  /** Gives each idle worker something to do, as long as there is something. */
  private void dispatch() {
    while (true) {
      Dispatcher.Assignment next;
      synchronized (this) {
        next = dispatcher.next();
      }
      if (next == null) {
        return;
      }
      next.worker().send(next.span());
      if (next.isLast()) {
        replace();
      }
    }
  }

  private void look() {
    List<Runnable> toDo = new ArrayList<>();
    synchronized (this) {
      long paused = lookout.looks();
      workers.all().forEach(worker -> worker.excuse(paused));
      long now = System.nanoTime();
      long next = Limits.NONE;
      for (Worker worker : workers.all()) {
        next = Math.min(next, worker.supervision().look(now, bundler::putBack, toDo));
      }
      if (state == CrewState.OPEN && !queue.isEmpty()) {
        next = Math.min(next, headcount.patienceNanos());
      } else if (state == CrewState.OPEN) {
        next = Math.min(next, workers.dismissIdle(now, worker -> toDo.add(worker::release)));
      }
      lookout.lookIn(next);
    }
    toDo.forEach(Runnable::run);
    dispatch();
    growIfTasksWait();
  }

  /** What was taken back from a worker may need one more. */
  private void growIfTasksWait() {
    synchronized (this) {
      if (queue.isEmpty()) {
        return;
      }
    }
    replace();
  }

  /** Starts workers as long as there are too few of them. */
  private void replace() {
    while (true) {
      int slot;
      synchronized (this) {
        boolean needed =
            state == CrewState.OPEN || (state == CrewState.SHUTDOWN && !queue.isEmpty());
        if (!needed || !workers.isShort(queue.size())) {
          return;
        }
        // under the same lock as the question, or two threads start one worker each
        slot = workers.startOne();
      }
      try {
        startWorker(slot);
      } catch (RuntimeException | OutOfMemoryError e) {
        failIfNobodyCanWork(e);
        return;
      }
    }
  }

  /** Starts a worker that is counted as starting already. */
  private void startWorker(int slot) {
    Worker worker = null;
    boolean tooLate;
    try {
      worker = Worker.start(this, serializer, settings, slot);
    } finally {
      synchronized (this) {
        workers.started(slot, worker);
        if (worker != null) {
          count.hasStarted();
        }
        tooLate = state == CrewState.TERMINATED; // from now on terminate() finds it
      }
    }
    try {
      worker.listen();
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        workers.remove(worker); // nobody would notice its end
      }
      worker.abandon();
      throw e;
    }
    if (tooLate) {
      worker.kill();
    }
  }

  private void failIfNobodyCanWork(Throwable why) {
    List<Span> hopeless;
    synchronized (this) {
      if (!workers.isEmpty()) {
        return;
      }
      hopeless = queue.drain();
    }
    hopeless.forEach(span -> span.job().failAll(why));
    endIfEmpty();
  }

  private void releaseIfNothingIsLeft() {
    List<Worker> all;
    synchronized (this) {
      if (state != CrewState.SHUTDOWN || !queue.isEmpty() || pledges > 0) {
        return;
      }
      if (workers.all().stream().anyMatch(worker -> worker.span() != null)) {
        return;
      }
      all = workers.all().stream().filter(Worker::becomeReleased).toList();
    }
    all.forEach(Worker::release);
    endIfEmpty();
  }

  private void endIfEmpty() {
    synchronized (this) {
      boolean done = queue.isEmpty() && pledges == 0;
      boolean over = state == CrewState.TERMINATED || (state == CrewState.SHUTDOWN && done);
      if (over && workers.isEmpty() && terminations == 0) {
        ended.countDown();
        lookout.end();
      }
    }
  }
}
