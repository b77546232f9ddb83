package multiprocessing.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import multiprocessing.Multiprocessing;

/** Tells a listener how far one call is. */
final class Progress implements Runnable {
  /*
   * Who brings outcomes adds them up here, and goes on. A thread of its own tells the listener, so that a slow one holds
   * up neither workers nor callbacks. When the call ends, what is to follow (callbacks, the result) follows in that thread,
   * after the last word; so who has the result has seen the last word.
   */
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final long total;

  // Used by the thread only
  private ProgressListener listener;

  // Mutable state, guarded by this
  private long done;
  private boolean over;
  private boolean complete;
  private Runnable next = () -> {};
  private Thread thread;

  /**
   * Of one call.
   *
   * @param total -1 if that is not known
   */
  Progress(ProgressListener listener, long total) {
    this.listener = listener;
    this.total = total;
  }

  /** Begins to tell; without a thread, nothing is told. */
  void start() {
    Thread telling = new Thread(this, "mp-pool-progress-" + NUMBERS.incrementAndGet());
    telling.setDaemon(true);
    synchronized (this) {
      thread = telling;
    }
    try {
      telling.start();
    } catch (OutOfMemoryError e) {
      synchronized (this) {
        thread = null;
      }
      Multiprocessing.getLogger().warn("no thread for the progress of a call: {}", e, e);
    }
  }

  synchronized void add(int more) {
    done += more;
    notifyAll();
  }

  /**
   * The call has ended.
   *
   * @param all whether all of it is done
   * @param following what follows the last word
   */
  void end(boolean all, Runnable following) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      complete = all;
      if (thread != null) {
        next = following;
        notifyAll();
        return;
      }
    }
    following.run();
  }

  /** Waits for the last word, unless it is the listener who asks; true if it was said. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    Thread telling;
    synchronized (this) {
      telling = thread;
    }
    if (telling == null || telling == Thread.currentThread()) {
      return true;
    }
    if (nanos > 0) {
      TimeUnit.NANOSECONDS.timedJoin(telling, nanos);
    }
    return !telling.isAlive();
  }

  /** Whether the last word was said, and will not be waited for any more. */
  synchronized boolean isOver() {
    return over && (thread == null || !thread.isAlive());
  }

  @Override
  public void run() {
    try {
      tellUntilTheEnd();
    } finally {
      following().run();
    }
  }

  private void tellUntilTheEnd() {
    long told = 0;
    tell(0, total);
    while (awaitMore(told)) {
      told = done();
      tell(told, total);
    }
    if (isComplete()) {
      tell(done(), done());
    }
    guarded(() -> listener.ended());
  }

  /** Waits until there is something to tell, and time for it; false at the end. */
  private synchronized boolean awaitMore(long told) {
    long end = System.nanoTime() + INTERVAL_NANOS;
    while (!over) {
      long left = end - System.nanoTime();
      try {
        if (left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } else if (done == told) {
          wait();
        } else {
          return true;
        }
      } catch (InterruptedException e) {
        // of the listener's own making; nobody else knows this thread
      }
    }
    return false;
  }

  private void tell(long now, long of) {
    guarded(() -> listener.progress(now, of));
  }

  private void guarded(Runnable call) {
    if (listener == null) {
      return;
    }
    try {
      call.run();
    } catch (Throwable e) {
      listener = null;
      Uncaught.log("a progress listener threw an exception and is not called any more", e);
    }
  }

  private synchronized long done() {
    return done;
  }

  private synchronized boolean isComplete() {
    return complete;
  }

  /** It holds the results, and so is not kept. */
  private synchronized Runnable following() {
    Runnable following = next;
    next = () -> {};
    return following;
  }
}
