package multiprocessing.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import multiprocessing.internal.time.Deadline;

/** What the pools have in common: their end. */
abstract class PoolBase extends PoolCalls implements TaskPool {
  private final Submission submission;
  private final Crew crew;
  private final Set<Conveyor> open;
  private final Callbacks callbacks;
  private final Abandonment abandonment;

  PoolBase(Submission submission, TaskOptions options) {
    super(submission, options);
    this.submission = submission;
    this.crew = submission.crew();
    this.open = submission.openIterators();
    this.callbacks = submission.callbacks();
    this.abandonment = Abandonment.watch(this, crew);
  }

  @Override
  public final void shutdown() {
    abandonment.isNone();
    crew.shutdown();
  }

  @Override
  public final void terminate() {
    abandonment.isNone();
    crew.terminate();
    open.forEach(
        conveyor ->
            conveyor.abort(
                new IllegalStateException(
                    "the pool was terminated before all results were there")));
  }

  @Override
  public final void join() throws InterruptedException {
    requireEnding();
    crew.awaitEnd();
    boolean ignored = awaitGone(Long.MAX_VALUE / 2);
    ignored = submission.awaitLastWords(Long.MAX_VALUE / 2);
    callbacks.awaitIdle(Long.MAX_VALUE / 2);
  }

  @Override
  public final boolean join(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    requireEnding();
    Deadline deadline = Deadline.after(timeout);
    return crew.awaitEnd(deadline.remainingNanos())
        && awaitGone(deadline.remainingNanos())
        && submission.awaitLastWords(deadline.remainingNanos())
        && callbacks.awaitIdle(deadline.remainingNanos());
  }

  /** After the crew's end: waits until what shows the pool to others is gone; true if so. */
  boolean awaitGone(long nanos) throws InterruptedException {
    return true;
  }

  private void requireEnding() {
    if (crew.isOpen()) {
      throw new IllegalStateException(
          "Pool is still running: call shutdown() or terminate() first");
    }
    if (crew.isOfThisThread()) {
      throw new IllegalStateException(
          "a task cannot wait for the end of the pool that runs it; shutdown() does not wait");
    }
    open.forEach(Conveyor::doNotWaitForThisThread);
  }

  @Override
  public final void close() {
    shutdown();
    open.forEach(Conveyor::close);
    if (crew.isOfThisThread()) {
      return;
    }
    try {
      join();
    } catch (InterruptedException e) {
      terminate();
      Thread.currentThread().interrupt();
    }
  }
}
