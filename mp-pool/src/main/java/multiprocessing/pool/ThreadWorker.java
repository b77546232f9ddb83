package multiprocessing.pool;

import multiprocessing.ProcessStartException;

/** One thread of a {@link ThreadCrew}. */
final class ThreadWorker implements Runnable {
  private final ThreadCrew crew;
  private final Initializer initializer;
  private volatile Thread thread;

  // Mutable state, guarded by the crew
  private Span span;
  private boolean interruptible = true; // it begins with the initializer

  // Used by the thread only
  private boolean initialized;
  private Job job; // of the task that runs, or null
  private int index;

  ThreadWorker(ThreadCrew crew, Initializer initializer) {
    this.crew = crew;
    this.initializer = initializer;
  }

  void start(String name) {
    Thread started = new Thread(this, name);
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  // Under the crew's lock

  Span span() {
    return span;
  }

  void assign(Span next) {
    span = next;
    interruptible = next != null;
    if (next == null) {
      boolean ignored = Thread.interrupted(); // was meant for the task before
    }
  }

  /** Whether it runs code of the user's that may be interrupted: a task, or the initializer. */
  boolean isInterruptible() {
    return interruptible;
  }

  boolean isThisThread() {
    return thread == Thread.currentThread();
  }

  /** Interrupts what runs. */
  void interrupt() {
    thread.interrupt();
  }

  // In the thread

  @Override
  public void run() {
    TaskContext.runTasksFrom(this::context);
    WorkerState state = new WorkerState();
    state.enter();
    try {
      workToTheEnd(state);
    } finally {
      crew.threadEnded();
    }
  }

  private void workToTheEnd(WorkerState state) {
    try {
      initialized = initializer.tryOnce() == null;
      boolean more = true;
      while (more) {
        more = runNext();
      }
    } finally {
      state.end();
    }
  }

  /** A method of its own, so that what has ended is not kept while the thread waits. */
  private boolean runNext() {
    Span next = crew.next(this);
    if (next != null) {
      runAll(next);
    }
    return next != null;
  }

  private void runAll(Span all) {
    Job job = all.job();
    ProcessStartException unfit = initialized ? null : initializer.tryUntilItIsEnough(job);
    if (unfit != null) {
      job.failAll(unfit);
      return;
    }
    initialized = true;
    if (job.isStreamed()) {
      for (int i = all.from(); i < all.to() && !job.isDone(); i++) {
        job.decide(i, new Object[] {outcome(job, i)});
      }
      return;
    }
    Object[] outcomes = new Object[all.size()];
    for (int i = 0; i < outcomes.length && !job.isDone(); i++) {
      outcomes[i] = outcome(job, all.from() + i);
    }
    job.decide(all.from(), outcomes);
  }

  private TaskContext context() {
    Job asking = job;
    return asking == null
        ? null
        : new TaskContext(asking.numberOf(index), 1, thread.getName(), asking::isDone);
  }

  private Object outcome(Job of, int number) {
    job = of;
    index = number;
    try {
      return of.run(number);
    } catch (Throwable e) {
      return new OutcomeReader.Failure(e);
    } finally {
      job = null;
      boolean ignored = Thread.interrupted(); // the task's own
    }
  }
}
