package multiprocessing.internal.launch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.internal.resource.ProcessId;
import multiprocessing.spi.Launcher;

/** A JVM that has been launched before there is a task for it. */
final class Standby {
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final LaunchedJvm jvm;
  private final Offer offer;
  private final long launchedAtNanos;

  private Standby(LaunchedJvm jvm, Offer offer) {
    this.jvm = jvm;
    this.offer = offer;
    this.launchedAtNanos = System.nanoTime();
  }

  /**
   * Launches one; it becomes ready by and by.
   *
   * @throws IOException if the operating system refuses; nothing is left behind
   */
  static Standby launch(
      StandbyKind kind, List<String> expected, byte[] rehearsal, List<String> lambda)
      throws IOException {
    List<String> complete = JavaCommand.withArchive(kind.line(), List.of());
    JavaCommand command = JavaCommand.of(kind.family(), complete);
    LaunchedJvm jvm =
        LaunchedJvm.launch(kind.family(), command, LaunchedJvm.builder(command), Launcher.DEFAULT);
    if (complete != kind.line()) {
      jvm.putOnTrial();
    }
    jvm.recordAsCandidate();
    String offer = jvm.report() + "-offer";
    Standby standby = new Standby(jvm, new Offer(offer));
    Preamble preamble =
        new Preamble(
            kind.family().folder().toString(),
            jvm.report().toString(),
            offer,
            kind.properties(),
            kind.preload(),
            expected,
            rehearsal,
            lambda);
    jvm.input().tell(preamble.encode());
    return standby;
  }

  LaunchedJvm jvm() {
    return jvm;
  }

  boolean isReady() {
    return offer.isOpen();
  }

  boolean isAlive() {
    return jvm.process().isAlive();
  }

  /** False if it has died, as nobody may know yet, or is stopped. */
  boolean mayRun() {
    return isAlive() && ProcessId.mayRun(jvm.pid());
  }

  long ageNanos() {
    return System.nanoTime() - launchedAtNanos;
  }

  /**
   * Gives the task to this standby, which is ready, and waits until it has claimed it. An interrupt
   * does not end the wait, which is short; it stays pending.
   *
   * @return false if it did not; it never will
   */
  boolean handOver(byte[] bootstrap, long limitNanos) {
    jvm.acquit();
    jvm.input().wasRead();
    jvm.input().tell(bootstrap);
    boolean interrupted = false;
    long start = System.nanoTime();
    long waited = 0;
    while (offer.isOpen()) {
      if (waited > limitNanos || (waited > SPIN_NANOS && !isAlive())) {
        restoreInterrupt(interrupted);
        return !offer.revoke();
      }
      if (waited < SPIN_NANOS) {
        Thread.onSpinWait();
      } else {
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(PARK_NANOS);
      }
      waited = System.nanoTime() - start;
    }
    restoreInterrupt(interrupted);
    return true;
  }

  /** Ends it; nobody may use it any more. */
  void end() {
    boolean ignored = offer.revoke();
    jvm.process().destroyForcibly();
  }

  /**
   * Waits until it has ended, and removes what it left.
   *
   * @return false if it has not ended in time
   */
  boolean reap(long limitMillis) throws InterruptedException {
    if (!jvm.process().waitFor(limitMillis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    if (SecondLaunch.isDue(jvm, jvm.process().exitValue())) {
      SecondLaunch.dropArchive(ChildDefaults.errorFile(List.of(), null, jvm.pid()));
    }
    boolean ignored = offer.revoke();
    jvm.cleanUp();
    return true;
  }

  private static void restoreInterrupt(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
