package multiprocessing.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The thread that calls the callbacks of one pool. */
final class Callbacks {
  /*
   * One thread, because callbacks may then share what they write to; it is there while there is something to call and
   * a moment longer. It is none of the threads that bring outcomes, so that a callback may use the pool, and holds up
   * nothing but other callbacks. Only where the system has no thread left to give, the one that brings the outcome does
   * its work meanwhile: no callback is lost.
   */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  // Mutable state, guarded by this
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private Thread thread;
  private boolean hurried;

  /**
   * The callbacks of one call.
   *
   * @param caller the pool's
   * @param onResult gets the result; or null
   * @param onFailure gets the exception; or null
   */
  record Pair(Callbacks caller, Consumer<Object> onResult, Consumer<Throwable> onFailure) {

    /** Calls the one for this outcome, if there is one, and then goes on; perhaps elsewhere. */
    void callThen(Object outcome, Runnable next) {
      Runnable call = callFor(outcome);
      if (call == null) {
        next.run();
      } else {
        caller.run(
            () -> {
              guarded(call);
              next.run();
            });
      }
    }

    private Runnable callFor(Object outcome) {
      if (outcome instanceof OutcomeReader.Failure failure) {
        return onFailure == null ? null : () -> onFailure.accept(failure.thrown());
      }
      return onResult == null ? null : () -> onResult.accept(outcome);
    }
  }

  /** The callbacks of one call; each may be null. */
  @SuppressWarnings("unchecked") // the pool's methods pair callbacks with the type of the result
  <R> Pair pair(Consumer<? super R> onResult, Consumer<? super Throwable> onFailure) {
    return new Pair(this, (Consumer<Object>) onResult, (Consumer<Throwable>) onFailure);
  }

  private static void guarded(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      Uncaught.log("a callback of a pool threw an exception", e);
    }
  }

  private void run(Runnable call) {
    synchronized (this) {
      waiting.add(call);
      notifyAll();
      if (thread != null || startThread()) {
        return;
      }
      thread = Thread.currentThread();
    }
    callHere();
  }

  private boolean startThread() {
    Thread calling = new Thread(this::callAll, "mp-pool-callbacks-" + NUMBERS.incrementAndGet());
    calling.setDaemon(true);
    try {
      calling.start();
    } catch (OutOfMemoryError e) {
      return false;
    }
    thread = calling;
    return true;
  }

  private void callHere() {
    boolean interrupted = Thread.interrupted();
    Runnable next = nextHere();
    while (next != null) {
      next.run();
      boolean ignored = Thread.interrupted(); // a callback's own
      next = nextHere();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Runnable nextHere() {
    Runnable next = waiting.poll();
    if (next == null) {
      thread = null;
      notifyAll();
    }
    return next;
  }

  private void callAll() {
    boolean more = true;
    while (more) {
      more = callNext();
    }
  }

  /** A method of its own, so that what was called is not kept while the thread waits. */
  private boolean callNext() {
    Runnable next = next();
    if (next != null) {
      next.run();
      boolean ignored = Thread.interrupted(); // a callback's own
    }
    return next != null;
  }

  private synchronized Runnable next() {
    long end = System.nanoTime() + LINGER_NANOS;
    while (waiting.isEmpty()) {
      long left = end - System.nanoTime();
      if (hurried || left <= 0) {
        thread = null;
        notifyAll();
        return null;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        end = System.nanoTime(); // nobody but this class knows this thread
      }
    }
    return waiting.poll();
  }

  /** Waits until all have been called; a callback itself does not wait. True if so. */
  synchronized boolean awaitIdle(long nanos) throws InterruptedException {
    hurried = true;
    notifyAll();
    long end = System.nanoTime() + nanos;
    while (thread != null && thread != Thread.currentThread()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
