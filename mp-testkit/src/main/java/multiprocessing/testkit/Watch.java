package multiprocessing.testkit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/*
 * States: RUNNING -> OVER, or RUNNING -> OVERRAN -> OVER. Only the watching thread makes OVERRAN, only
 * the watched one OVER, both under this object's lock; the interrupt is sent under that lock too,
 * so it can never hit the test that comes next. A watch that stays OVERRAN for too long halts the JVM.
 */
/** Watches one thread until it says that it is done, and halts the JVM if it never does. */
final class Watch {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long GRACE_AFTER_BODY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String name;
  private final int seconds;
  private final Thread watched = Thread.currentThread();

  // Mutable state, guarded by this
  private boolean overran;
  private boolean reported;
  private boolean over;
  private long haltAtNanos;

  private Watch(String name, int seconds) {
    this.name = name;
    this.seconds = seconds;
  }

  /** Begins to watch the calling thread. */
  static Watch start(String name, int seconds) {
    if (seconds <= 0) {
      throw new IllegalArgumentException("limit of " + seconds + " s for " + name);
    }
    Watch watch = new Watch(name, seconds);
    Thread thread = new Thread(watch::run, "testkit-limit-" + name);
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Notes that the test's own body has ended: what follows may need a little longer. */
  synchronized void bodyIsOver() {
    if (overran) {
      haltAtNanos = System.nanoTime() + GRACE_AFTER_BODY_NANOS;
      Thread.interrupted(); // the interrupt was for the body
    }
  }

  /** Ends the watch; a late interrupt is taken back. */
  synchronized void stop() {
    over = true;
    notifyAll();
    if (overran) {
      Thread.interrupted(); // it was ours, and must not hit the next test
    }
  }

  synchronized boolean overran() {
    return overran;
  }

  synchronized boolean reported() {
    return reported;
  }

  synchronized AssertionError failure(Throwable cause) {
    reported = true;
    return new AssertionError(
        name + " overran its hard limit of " + seconds + " s; the stacks are on stderr", cause);
  }

  private void run() {
    try {
      if (awaitOver(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds))) {
        return;
      }
      print(
          name
              + " overran its hard limit of "
              + seconds
              + " s\n"
              + Stacks.ofThisJvmAndDescendants());
      if (interruptUnlessOver()) {
        awaitOverOrHalt();
      }
    } catch (InterruptedException e) {
      print("the watch on " + name + " was interrupted: there is no limit any more");
    }
  }

  private synchronized boolean interruptUnlessOver() {
    if (over) {
      return false;
    }
    overran = true;
    haltAtNanos = System.nanoTime() + GRACE_NANOS;
    watched.interrupt();
    return true;
  }

  private synchronized void awaitOverOrHalt() throws InterruptedException {
    while (!over) {
      if (awaitOver(haltAtNanos)) {
        return;
      }
      if (System.nanoTime() - haltAtNanos >= 0) {
        print(name + " did not end when interrupted: halting this JVM");
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(HardLimitExtension.HALT_STATUS);
      }
    }
  }

  private synchronized boolean awaitOver(long untilNanos) throws InterruptedException {
    while (!over) {
      long left = untilNanos - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Writes past System.err, which a test or its runner may have replaced or blocked. */
  private static void print(String text) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    out.println(text);
    out.flush();
  }
}
