package multiprocessing.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import multiprocessing.ProcessStartException;
import multiprocessing.internal.time.Deadline;
import multiprocessing.spi.Serializer;

/** Who has which tasks: the one place where a pool decides. */
final class WorkLedger {
  /*
   * A span is in the queue or in the hands of one worker. It moves under the lock of this object; messages are sent and
   * processes started after the lock is released.
   *
   *   queue --assign--> worker --spanDone--> gone
   *     ^                 |---spanUnreadable--> queue, cut into single tasks (a single one fails)
   *     |                 |---takeBack (its later half, for an idle worker) --> that worker
   *     +-----------------+---workerEnded: what it had not begun; the running task fails or is tried again
   *
   * A worker stays in the list until what it had is decided or back in the queue: "no workers and no queue" means that
   * nothing is left. The lock of a job may be taken under that of this object, never the other way round.
   *
   * States: OPEN -> SHUTDOWN (no new jobs; ends when nothing is left) -> ENDED, or at any time -> TERMINATED -> ENDED.
   * A worker is replaced when it ends while the pool is OPEN or work is left; also one that a signal killed while it
   * started, but not for ever. When a worker cannot even start and none other runs or starts, all jobs fail with the
   * reason; the next job tries again.
   */
  private enum State {
    OPEN,
    SHUTDOWN,
    TERMINATED
  }

  /** So many workers beyond the pool's size may die in a row; then the next waits for work. */
  private static final int FRUITLESS_DEATHS = 2;

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final int size;
  private final Serializer serializer;
  private final WorkerSettings settings;
  private final CountDownLatch ended = new CountDownLatch(1);

  // Mutable state, guarded by this
  private final List<Worker> workers = new ArrayList<>();
  private final Deque<Span> queue = new ArrayDeque<>();
  private State state = State.OPEN;
  private int starting;
  private int fruitlessDeaths;

  WorkLedger(int size, Serializer serializer, WorkerSettings settings) {
    this.size = size;
    this.serializer = serializer;
    this.settings = settings;
  }

  /** Starts all workers; if one cannot be started, ends the others. */
  void open() {
    try {
      for (int i = 0; i < size; i++) {
        synchronized (this) {
          starting++;
        }
        startWorker();
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

  void requireOpen() {
    synchronized (this) {
      if (state != State.OPEN) {
        throw notRunning();
      }
    }
  }

  /** Adds work; an idle worker gets it at once. */
  void submit(Span span) {
    boolean tooFew;
    synchronized (this) {
      if (state != State.OPEN) {
        throw notRunning();
      }
      queue.add(span);
      tooFew = workers.size() + starting < size;
    }
    if (tooFew) {
      replace();
    }
    dispatch();
  }

  /**
   * Forgets what nobody has begun of a job; may kill the workers that run the rest. The lock is
   * held meanwhile, so that none of them gets another job's task and dies with it.
   */
  void cancel(Job job, boolean killRunning) {
    job.forgetElements();
    synchronized (this) {
      // what is queued of it is passed over when its turn comes: to look for it would take long
      for (Worker worker : workers) {
        if (worker.span() != null && worker.span().job() == job) {
          worker.takeBackAll();
          if (killRunning) {
            worker.doom();
          }
        }
      }
    }
    releaseIfNothingIsLeft();
  }

  synchronized List<WorkerStatus> status() {
    List<WorkerStatus> all = new ArrayList<>();
    workers.forEach(worker -> all.add(worker.status()));
    return all;
  }

  void shutdown() {
    synchronized (this) {
      if (state == State.OPEN) {
        state = State.SHUTDOWN;
      }
    }
    releaseIfNothingIsLeft();
  }

  void terminate() {
    List<Worker> all;
    List<Span> dropped;
    synchronized (this) {
      state = State.TERMINATED;
      all = List.copyOf(workers);
      dropped = new ArrayList<>(queue);
      queue.clear();
    }
    for (Span span : dropped) {
      span.job().failAll(terminated());
    }
    all.forEach(Worker::terminate);
    if (!all.isEmpty()) {
      Thread reaper = new Thread(() -> reap(all), "mp-pool-reaper-" + all.get(0).pid());
      reaper.setDaemon(true);
      reaper.start();
    }
    endIfEmpty();
  }

  synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  boolean awaitEnd(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  // From the workers' listeners

  void workerReady(Worker worker) {
    synchronized (this) {
      worker.becomeReady();
    }
    dispatch();
    releaseIfNothingIsLeft();
  }

  void spanDone(Worker worker) {
    synchronized (this) {
      Span ignored = worker.finish();
      fruitlessDeaths = 0;
    }
    dispatch();
    releaseIfNothingIsLeft();
  }

  /** A worker was not sent its span, or did nothing of it. */
  void spanDropped(Worker worker) {
    synchronized (this) {
      Span ignored = worker.drop();
    }
    dispatch();
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
        queue.addFirst(Span.of(span.job(), index, index + 1));
      }
      Span ignored = worker.drop();
    }
    dispatch();
    releaseIfNothingIsLeft();
  }

  /** A worker process has ended; what it had told before is in its job already. */
  void workerEnded(Worker worker, ProcessStartException notStarted) {
    Runnable decision = settle(worker);
    decision.run();
    List<Span> hopeless = List.of();
    boolean replacing;
    synchronized (this) {
      workers.remove(worker);
      fruitlessDeaths += worker.isDoomed() ? 0 : 1;
      boolean tooMany = fruitlessDeaths >= size + FRUITLESS_DEATHS;
      boolean tryAgain = notStarted == null || (worker.wasKilledByOthers() && !tooMany);
      if (!tryAgain && nobodyCanWork()) {
        hopeless = new ArrayList<>(queue);
        queue.clear();
      }
      boolean wanted = state == State.OPEN && !tooMany;
      replacing = tryAgain && (wanted || !queue.isEmpty());
    }
    hopeless.forEach(span -> span.job().failAll(notStarted));
    if (replacing) {
      replace();
    }
    dispatch();
    releaseIfNothingIsLeft();
    endIfEmpty();
  }

  /** Puts back what a dead worker had not begun; returns what is to be said of the rest. */
  private synchronized Runnable settle(Worker worker) {
    worker.leave();
    Span span = worker.span();
    if (span == null) {
      return () -> {};
    }
    Job job = span.job();
    if (state == State.TERMINATED) {
      return () -> job.failAll(terminated());
    }
    Salvage salvage = worker.salvage();
    Span ignored = worker.drop();
    for (int i = salvage.again().size() - 1; i >= 0; i--) {
      queue.addFirst(salvage.again().get(i));
    }
    if (salvage.lost() < 0) {
      return () -> {};
    }
    WorkerLostException lost = Deaths.of(worker, salvage.lost(), salvage.attempts());
    return () -> job.decide(salvage.lost(), new Object[] {new OutcomeReader.Failure(lost)});
  }

  private boolean nobodyCanWork() {
    return workers.isEmpty() && starting == 0;
  }

  /** Gives each idle worker something to do, as long as there is something. */
  private void dispatch() {
    while (true) {
      Worker idle;
      Span next;
      synchronized (this) {
        idle = idleWorker();
        next = idle == null ? null : nextSpan();
        if (next == null) {
          return;
        }
        idle.assign(next);
      }
      idle.send(next);
    }
  }

  private Worker idleWorker() {
    for (Worker worker : workers) {
      if (worker.isIdle()) {
        return worker;
      }
    }
    return null;
  }

  private Span nextSpan() {
    Span next = queue.poll();
    while (next != null && next.job().isDone()) {
      next = queue.poll();
    }
    return next != null ? next : takeBackFromTheOneWithMostToSpare();
  }

  private Span takeBackFromTheOneWithMostToSpare() {
    Worker richest = null;
    int most = 0;
    for (Worker worker : workers) {
      int spare = worker.spare();
      if (spare > most) {
        most = spare;
        richest = worker;
      }
    }
    return richest == null ? null : richest.takeBack();
  }

  private void replace() {
    while (true) {
      synchronized (this) {
        boolean needed = state == State.OPEN || (state == State.SHUTDOWN && !queue.isEmpty());
        if (!needed || workers.size() + starting >= size) {
          return;
        }
        starting++; // under the same lock as the question, or two threads start one worker each
      }
      try {
        startWorker();
      } catch (RuntimeException | OutOfMemoryError e) {
        failIfNobodyCanWork(e);
        return;
      }
    }
  }

  /** Starts a worker that is counted as starting already. */
  private void startWorker() {
    Worker worker = null;
    try {
      worker = Worker.start(this, serializer, settings);
    } finally {
      synchronized (this) {
        starting--;
        if (worker != null) {
          workers.add(worker);
        }
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
    if (isTerminated()) {
      worker.kill();
    }
  }

  private synchronized boolean isTerminated() {
    return state == State.TERMINATED;
  }

  private void failIfNobodyCanWork(Throwable why) {
    List<Span> hopeless;
    synchronized (this) {
      if (!nobodyCanWork()) {
        return;
      }
      hopeless = new ArrayList<>(queue);
      queue.clear();
    }
    hopeless.forEach(span -> span.job().failAll(why));
    endIfEmpty();
  }

  private void releaseIfNothingIsLeft() {
    List<Worker> all;
    synchronized (this) {
      if (state != State.SHUTDOWN || !queue.isEmpty()) {
        return;
      }
      if (workers.stream().anyMatch(worker -> worker.span() != null)) {
        return;
      }
      all = workers.stream().filter(Worker::becomeReleased).toList();
    }
    all.forEach(Worker::release);
    endIfEmpty();
  }

  private void endIfEmpty() {
    synchronized (this) {
      boolean over = state == State.TERMINATED || (state == State.SHUTDOWN && queue.isEmpty());
      if (over && nobodyCanWork()) {
        ended.countDown();
      }
    }
  }

  private static void reap(List<Worker> workers) {
    Deadline deadline = Deadline.after(GRACE);
    for (Worker worker : workers) {
      try {
        worker.awaitEnd(Duration.ofNanos(deadline.remainingNanos()));
      } catch (InterruptedException e) {
        worker.kill(); // nobody but this class knows this thread
      }
    }
  }

  private static IllegalStateException notRunning() {
    return new IllegalStateException("Pool not running: it was closed or terminated");
  }

  private static IllegalStateException terminated() {
    return new IllegalStateException("the pool was terminated before this task was finished");
  }
}
