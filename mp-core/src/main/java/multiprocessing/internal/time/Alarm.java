package multiprocessing.internal.time;

import java.util.concurrent.locks.LockSupport;

/** Does one thing at a time that is set again and again; a thread of its own. */
public final class Alarm {
  /*
   * It is set for each wait, and hardly ever goes off. So it is not woken to be set later than it wakes anyway, nor to be
   * stopped: it wakes, sees that there is nothing to do yet, and sleeps on.
   */
  private static final long NEVER_NANOS = Long.MAX_VALUE / 2;

  private final Runnable goesOff;
  private final Thread thread;

  // Mutable state, guarded by this
  private boolean set;
  private long at;
  private long wakes;
  private boolean ended;

  /**
   * One that is not set.
   *
   * @param name of its thread
   */
  public Alarm(String name, Runnable goesOff) {
    this.goesOff = goesOff;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    wakes = System.nanoTime() + NEVER_NANOS;
  }

  /** Starts its thread. */
  public void start() {
    thread.start();
  }

  /** Goes off once, at that time ({@link System#nanoTime}). */
  public void set(long nanoTime) {
    boolean tooLate;
    synchronized (this) {
      at = nanoTime;
      set = true;
      tooLate = wakes - nanoTime > 0;
    }
    if (tooLate) {
      LockSupport.unpark(thread);
    }
  }

  /** Does not go off. */
  public synchronized void stop() {
    set = false;
  }

  /** Ends its thread. */
  public void end() {
    synchronized (this) {
      ended = true;
    }
    LockSupport.unpark(thread);
  }

  private void run() {
    long left = next();
    while (left >= 0) {
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else {
        goesOff.run();
      }
      left = next();
    }
  }

  /** How long to sleep: 0 if it goes off now, and is not set any more; -1 at the end. */
  private synchronized long next() {
    if (ended) {
      return -1;
    }
    long now = System.nanoTime();
    long left = set ? Math.max(0, at - now) : NEVER_NANOS;
    set &= left > 0;
    wakes = now + left;
    return left;
  }
}
