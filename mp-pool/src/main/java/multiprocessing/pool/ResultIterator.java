package multiprocessing.pool;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import multiprocessing.ProcessException;
import multiprocessing.internal.time.Deadline;

/**
 * The results of {@link TaskPool#imap imap} and {@link TaskPool#imapUnordered imapUnordered}, while
 * they come (Python's {@code IMapIterator}).
 *
 * <p>A task that failed is an exception of {@link #next()}, and the iteration goes on after it: its
 * own exception if that is unchecked, else a {@link TaskFailedException} around it, and a {@link
 * WorkerLostException} if its worker died. If the iterable threw an exception, {@link #next()}
 * throws that after all results, as the last. If the pool is terminated, or no worker can be
 * started, who waits is woken, and {@link #next()} says so after the results that are there.
 *
 * <p>It is used by one thread at a time; any thread may {@link #close()} it. It should be closed if
 * it is not used up: an open one keeps a thread and a window of elements until it is collected, or
 * the pool is closed.
 *
 * @param <R> the type of the results
 */
@SuppressWarnings("IterableAndIterator") // as Python's: "for" takes it, and next(Duration) is there
public final class ResultIterator<R> implements Iterator<R>, Iterable<R>, AutoCloseable {
  private static final long FOREVER = Long.MAX_VALUE / 2;

  private final Conveyor conveyor;

  @SuppressWarnings("UnusedVariable") // a pool whose results are wanted must not be collected
  private final PoolCalls pool;

  // Mutable state, used by one thread at a time
  private Run run;
  private int taken;
  private int step = 1;

  ResultIterator(Conveyor conveyor, PoolCalls pool) {
    this.conveyor = conveyor;
    this.pool = pool;
  }

  /**
   * Waits for the next result, or the end.
   *
   * @return true if there is one, or an exception in its place
   * @throws ProcessException if interrupted while waiting; the flag stays set, and nothing is lost
   */
  @Override
  public boolean hasNext() {
    try {
      return hasNext(FOREVER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessException("interrupted while waiting for the next result of a pool", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("146 years are over", e);
    }
  }

  /**
   * Waits for the next result.
   *
   * @return the result; may be null
   * @throws NoSuchElementException if there are no more, or this is closed
   * @throws TaskFailedException around a checked exception of the task; an unchecked one is thrown
   *     as it is. The iteration goes on after it
   * @throws ProcessException if interrupted while waiting; the flag stays set, and nothing is lost
   */
  @Override
  public R next() {
    if (!hasNext()) {
      throw noMore();
    }
    return take();
  }

  /**
   * Waits for the next result, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return the result; may be null
   * @throws TimeoutException if it is not there in time; the task goes on, and the result can be
   *     had later
   * @throws NoSuchElementException if there are no more, or this is closed
   * @throws InterruptedException if interrupted while waiting; nothing is lost
   */
  public R next(Duration timeout) throws InterruptedException, TimeoutException {
    boolean there;
    try {
      there = hasNext(Deadline.after(timeout).remainingNanos());
    } catch (TimeoutException e) {
      TimeoutException told = new TimeoutException("no result within " + timeout);
      told.initCause(e);
      throw told;
    }
    if (!there) {
      throw noMore();
    }
    return take();
  }

  /**
   * Returns this.
   *
   * @return this iterator; there is no way back to the first result
   */
  @Override
  public Iterator<R> iterator() {
    return this;
  }

  /**
   * Ends the iteration: elements that no worker has begun are not begun any more, and no more are
   * read; the thread that reads them is interrupted. Results that were not taken are lost. The pool
   * goes on. Does not wait; whoever waits in {@link #next()} is woken.
   */
  @Override
  public void close() {
    conveyor.close();
  }

  private boolean hasNext(long nanos) throws InterruptedException, TimeoutException {
    if (conveyor.isClosed()) {
      return false;
    }
    if (run == null || run.isEmpty()) {
      int told = taken;
      taken = 0;
      try {
        run = conveyor.fetch(told, nanos);
      } finally {
        Reference.reachabilityFence(this); // or its conveyor is closed while this waits
      }
    }
    return run != null;
  }

  @SuppressWarnings("unchecked") // the pool's methods pair iterators with the type of the results
  private R take() {
    Object outcome = run.take();
    taken++;
    if (taken >= step) {
      step = conveyor.taken(taken);
      taken = 0;
    }
    if (outcome instanceof OutcomeReader.Failure failure) {
      throw Rethrow.asUnchecked(failure.thrown());
    }
    return (R) outcome;
  }

  private NoSuchElementException noMore() {
    return new NoSuchElementException(
        conveyor.isClosed() ? "the iterator was closed" : "there are no more results");
  }
}
