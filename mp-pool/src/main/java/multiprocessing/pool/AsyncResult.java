package multiprocessing.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import multiprocessing.internal.time.Deadline;

/**
 * What will come of a call to a pool (Python's {@code multiprocessing.pool.AsyncResult}). If the
 * worker that runs the task dies, the outcome is a {@link WorkerLostException}; nobody waits for
 * ever.
 *
 * @param <R> the type of the result
 */
public final class AsyncResult<R> implements Future<R> {
  private final FutureJob job;
  private final Crew crew;
  private final R given;
  private final CompletableFuture<Object> future;

  @SuppressWarnings("UnusedVariable") // a pool whose results are wanted must not be collected
  private final PoolCalls pool;

  AsyncResult(FutureJob job, PoolCalls pool) {
    this(job, pool, null);
  }

  /** One whose result is given already, if the task succeeds. */
  AsyncResult(FutureJob job, PoolCalls pool, R given) {
    this.given = given;
    this.job = job;
    this.crew = pool.submission().crew();
    this.future = job.future();
    this.pool = pool;
  }

  /**
   * Waits for the result.
   *
   * @return the result; may be null
   * @throws ExecutionException if the task failed; its cause is the task's own exception, a {@link
   *     WorkerLostException}, a {@link multiprocessing.ProcessStartException} if no worker could be
   *     started, or an {@link IllegalStateException} if the pool was terminated
   * @throws CancellationException if it was cancelled
   * @throws InterruptedException if interrupted while waiting; the task goes on
   */
  @Override
  public R get() throws InterruptedException, ExecutionException {
    return result(future.get());
  }

  /**
   * Waits for the result, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return the result; may be null
   * @throws TimeoutException if it is not there in time; the task goes on
   * @throws ExecutionException if the task failed
   * @throws InterruptedException if interrupted while waiting; the task goes on
   */
  public R get(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
    return get(Deadline.after(timeout).remainingNanos(), timeout.toString());
  }

  /**
   * Waits for the result, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @param unit the unit of the timeout
   * @return the result; may be null
   * @throws TimeoutException if it is not there in time; the task goes on
   * @throws ExecutionException if the task failed
   * @throws InterruptedException if interrupted while waiting; the task goes on
   */
  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return get(Objects.requireNonNull(unit, "unit").toNanos(timeout), timeout + " " + unit);
  }

  private R get(long nanos, String timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return result(future.get(nanos, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      TimeoutException told = new TimeoutException("no result within " + timeout);
      told.initCause(e);
      throw told;
    }
  }

  @SuppressWarnings("unchecked") // the pool's methods pair jobs with the type of their results
  private R result(Object outcome) throws ExecutionException {
    if (outcome instanceof OutcomeReader.Failure failure) {
      throw new ExecutionException(Words.of(failure.thrown()), failure.thrown());
    }
    return outcome == null ? given : (R) outcome;
  }

  /**
   * Waits until the outcome is known, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return true if it is known
   * @throws InterruptedException if interrupted while waiting; the task goes on
   */
  public boolean waitFor(Duration timeout) throws InterruptedException {
    return waitFor(Deadline.after(timeout).remainingNanos());
  }

  boolean waitFor(long nanos) throws InterruptedException {
    try {
      Object ignored = future.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | CancellationException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Calls something quick that does not throw, in the thread that brings the outcome. */
  void whenReady(Runnable told) {
    CompletableFuture<Object> ignored = future.whenComplete((outcome, cancelled) -> told.run());
  }

  /**
   * Whether the outcome is known.
   *
   * @return true if {@link #get()} would not wait
   */
  public boolean ready() {
    return future.isDone();
  }

  /**
   * Whether the task succeeded.
   *
   * @return false if it failed or was cancelled
   * @throws IllegalStateException if the outcome is not known yet
   */
  public boolean successful() {
    if (!ready()) {
      throw new IllegalStateException("not ready: the task has not finished");
    }
    return !future.isCancelled() && !(future.join() instanceof OutcomeReader.Failure);
  }

  /**
   * Gives the result up, at once. What no worker has begun is not begun any more. Does not wait for
   * what runs.
   *
   * @param mayInterruptIfRunning true to also interrupt the task if it runs; one that has not ended
   *     after {@link Pool.Builder#interruptGrace} is ended with its worker, which is then replaced.
   *     A thread of a {@link ThreadPool} is interrupted only. False to let the task finish unseen
   * @return false if the outcome was known already
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = job.cancel();
    if (cancelled) {
      crew.cancel(job, mayInterruptIfRunning);
    }
    return cancelled;
  }

  /**
   * Whether it was given up before the outcome was known.
   *
   * @return true after a {@link #cancel} that returned true
   */
  @Override
  public boolean isCancelled() {
    return future.isCancelled();
  }

  /**
   * Whether the outcome is known; the same as {@link #ready()}.
   *
   * @return true if {@link #get()} would not wait
   */
  @Override
  public boolean isDone() {
    return ready();
  }

  /**
   * The outcome as a stage to build on. Completing or cancelling it does not touch this result. It
   * is completed, and what is built on it runs, in the threads of {@link CompletableFuture}, as a
   * rule the common pool, not in those of this pool, so it may use the pool and wait. Where all
   * threads of the common pool are blocked by what that does not know of, as by a queue or a lock,
   * the stage has to wait for one of them; {@link #get()} and callbacks do not.
   *
   * @return a new future that is completed as this result is
   */
  public CompletableFuture<R> toCompletableFuture() {
    CompletableFuture<R> copy = new CompletableFuture<>();
    if (future.isDone()) {
      tell(copy);
    } else {
      CompletableFuture<Void> ignored =
          future.handleAsync(
              (outcome, cancelled) -> {
                tell(copy);
                return null;
              });
    }
    return copy;
  }

  private void tell(CompletableFuture<R> copy) {
    if (future.isCancelled()) {
      copy.cancel(false);
      return;
    }
    try {
      copy.complete(result(future.join()));
    } catch (ExecutionException e) {
      copy.completeExceptionally(Rethrow.forStages(e.getCause()));
    }
  }
}
