package multiprocessing.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import multiprocessing.function.SerializableRunnable;

/** Threads of this JVM as the crew of a pool. */
final class ThreadCrew implements Crew {
  /*
   * A span is in the queue or in the hands of one thread. It moves under the lock of this object; nothing is run under
   * it. States as in WorkLedger: OPEN -> SHUTDOWN, in which the threads end when there is neither work nor a pledge
   * of more, or TERMINATED, in which they end after what they run. A job is told its fate by the thread that has its
   * span, or by terminate().
   */
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final int size;
  private final SerializableRunnable initializer;
  private final CountDownLatch ended = new CountDownLatch(1);

  // Mutable state, guarded by this
  private final List<ThreadWorker> workers = new ArrayList<>();
  private final SpanQueue queue = new SpanQueue();
  private CrewState state = CrewState.OPEN;
  private int pledges;
  private int unfinished; // threads, and terminations that are telling calls of it

  ThreadCrew(int size, SerializableRunnable initializer) {
    if (size < 1) {
      throw new IllegalArgumentException("threads must be 1 or more: " + size);
    }
    this.size = size;
    this.initializer = initializer;
    this.unfinished = size;
  }

  void open() {
    Initializer shared = new Initializer(initializer);
    for (int i = 0; i < size; i++) {
      ThreadWorker worker = new ThreadWorker(this, shared);
      synchronized (this) {
        workers.add(worker);
      }
      try {
        worker.start("mp-pool-thread-" + NUMBERS.incrementAndGet());
      } catch (OutOfMemoryError e) {
        terminate();
        throw e;
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public synchronized void requireOpen() {
    if (state != CrewState.OPEN) {
      throw Crew.notRunning();
    }
  }

  @Override
  public synchronized void submit(Span span) {
    requireOpen();
    queue.add(span);
    notify();
  }

  @Override
  public synchronized void pledge() {
    requireOpen();
    pledges++;
  }

  @Override
  public void submitMore(Span span) {
    synchronized (this) {
      if (state != CrewState.TERMINATED) {
        queue.add(span);
        notify();
        return;
      }
    }
    span.job().failAll(Crew.terminated());
  }

  @Override
  public synchronized void fulfil() {
    pledges--;
    notifyAll();
  }

  @Override
  public synchronized void cancel(Job job, boolean stopRunning) {
    // what is queued of it is passed over when its turn comes
    for (ThreadWorker worker : workers) {
      if (stopRunning && worker.span() != null && worker.span().job() == job) {
        worker.interrupt();
      }
    }
  }

  @Override
  public synchronized void shutdown() {
    if (state == CrewState.OPEN) {
      state = CrewState.SHUTDOWN;
    }
    notifyAll();
  }

  @Override
  public void terminate() {
    List<Span> dropped;
    synchronized (this) {
      state = CrewState.TERMINATED;
      dropped = queue.drain();
      workers.stream().map(ThreadWorker::span).filter(Objects::nonNull).forEach(dropped::add);
      unfinished++;
      notifyAll();
    }
    try {
      dropped.forEach(span -> span.job().failAll(Crew.terminated()));
    } finally {
      finished();
    }
    synchronized (this) { // now that a thread begins no other task of its span
      workers.stream().filter(ThreadWorker::isInterruptible).forEach(ThreadWorker::interrupt);
    }
  }

  @Override
  public synchronized boolean isOpen() {
    return state == CrewState.OPEN;
  }

  @Override
  public synchronized boolean isOfThisThread() {
    return workers.stream().anyMatch(ThreadWorker::isThisThread);
  }

  @Override
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  @Override
  public boolean awaitEnd(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  // From the threads

  /** The next span of a thread, which has finished the one before; null if there will be none. */
  synchronized Span next(ThreadWorker worker) {
    worker.assign(null);
    while (true) {
      Span span = queue.poll();
      if (span != null && !span.job().isDone()) {
        worker.assign(span);
        return span;
      }
      if (span == null && isOver()) {
        return null;
      }
      try {
        while (queue.isEmpty() && !isOver()) {
          wait();
        }
      } catch (InterruptedException e) {
        // of a task that has ended just before; who wants this thread to end says so in the state
      }
    }
  }

  private boolean isOver() {
    return state == CrewState.TERMINATED
        || (state == CrewState.SHUTDOWN && queue.isEmpty() && pledges == 0);
  }

  void threadEnded() {
    finished();
  }

  private synchronized void finished() {
    unfinished--;
    if (unfinished == 0) {
      ended.countDown();
    }
  }
}
