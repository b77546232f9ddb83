package multiprocessing.internal.time;

import java.util.concurrent.locks.LockSupport;

/** Does one thing at a time that is set again and again; a thread of its own. */
public final class Alarm {
  /*
   * It is set for each wait, and hardly ever goes off. So it is not woken to be set later than it wakes anyway, nor to be
   * stopped: it wakes, sees that there is nothing to do yet, and sleeps on.
   *
   * The setter writes "at" and then reads "wakes"; the thread writes "wakes" and then reads "at": one of them sees the other.
   */
  private static final long NEVER_NANOS = Long.MAX_VALUE / 2;

  private final Runnable goesOff;
  private final Thread thread;

  // Mutable state
  private volatile boolean set;
  private volatile long at;
  private volatile long wakes;
  private volatile boolean ended;

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
    at = nanoTime;
    set = true;
    if (wakes - nanoTime > 0) {
      LockSupport.unpark(thread);
    }
  }

  /** Does not go off. */
  public void stop() {
    set = false;
  }

  /** Ends its thread. */
  public void end() {
    ended = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!ended) {
      long now = System.nanoTime();
      long left = left(now);
      wakes = now + left;
      if (left(now) < left) {
        continue; // it was set meanwhile
      }
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else {
        set = false;
        goesOff.run();
      }
    }
  }

  private long left(long now) {
    return set ? Math.max(0, at - now) : NEVER_NANOS;
  }
}
