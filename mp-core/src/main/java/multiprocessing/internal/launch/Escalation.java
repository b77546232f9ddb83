package multiprocessing.internal.launch;

import java.util.concurrent.TimeUnit;

/** The end of a process, asked for with SIGTERM and, if it does not come in time, by SIGKILL. */
final class Escalation {
  /*
   * alive --terminate--> asked --grace is over--> killed
   *   `----------------kill--------------------------^
   * One thread waits for the end anyway. It does the killing too: the first terminate() sets the time and wakes it by
   * an interrupt, which means nothing else to it. When the process is reaped, nobody interrupts it any more.
   */
  private final LaunchedJvm jvm;
  private final Process process;
  private final long graceNanos;

  // Mutable state, guarded by this
  private Thread waiter;
  private boolean asked;
  private boolean killed;
  private boolean reaped;
  private long killAt;

  /**
   * An escalation that has not begun.
   *
   * @param graceNanos the time between the two signals; {@link Long#MAX_VALUE} for no second one
   */
  Escalation(LaunchedJvm jvm, long graceNanos) {
    this.jvm = jvm;
    this.process = jvm.process();
    this.graceNanos = graceNanos;
  }

  /** Asks the process to end; how long it may take counts from the first time. */
  synchronized void terminate() {
    jvm.askToEnd();
    if (!asked) {
      asked = true;
      killAt = System.nanoTime() + graceNanos;
      if (waiter != null && !reaped) {
        waiter.interrupt();
      }
    }
  }

  /** Ends the process. */
  synchronized void kill() {
    killed = true;
    process.destroyForcibly();
  }

  /** Whether it was sent SIGKILL from here. */
  synchronized boolean hasKilled() {
    return killed;
  }

  /** Whether it was told to end from here, by either signal. */
  synchronized boolean hasBegun() {
    return asked || killed;
  }

  /** Waits for the end, for which no other thread may interrupt the caller. */
  int awaitStatus() {
    enlist();
    while (true) {
      try {
        long left = nanosToKill();
        if (left == Long.MAX_VALUE || process.waitFor(left, TimeUnit.NANOSECONDS)) {
          int status = process.waitFor();
          retire();
          return status;
        }
        kill();
      } catch (InterruptedException e) {
        // look again at the time to kill
      }
    }
  }

  private synchronized void enlist() {
    waiter = Thread.currentThread();
  }

  private synchronized void retire() {
    reaped = true;
    boolean ignored = Thread.interrupted(); // by a terminate() that came too late
  }

  private synchronized long nanosToKill() {
    if (!asked || killed || graceNanos == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, killAt - System.nanoTime());
  }
}
