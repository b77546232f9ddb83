package multiprocessing.internal.launch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Whether this JVM is ending; then its children's ends are no news to it. */
final class GoingDown {
  /*
   * A Ctrl-C, a closed terminal, a service manager's SIGTERM: each is for all processes of a family at once. While the
   * hooks of this JVM run, its other threads go on, would learn that their children have died, or could not be launched,
   * and would tell the user of it, who knows. So the news of a child that such a signal has ended, and not this JVM's
   * wish, and of a launch that failed, waits a moment for this JVM's own end to begin; and if it has begun, longer than
   * the hooks need. It waits no longer than that, because a hook of the user's may wait for it.
   *
   * Both times are counted in naps, each of which takes the longer the busier the machine is: so long do the threads
   * that end this JVM wait for a processor, too.
   */
  private static final long NAP_MILLIS = 10;
  private static final int SAME_SIGNAL_NAPS = 25;
  private static final int END_NAPS = 100;
  private static final CountDownLatch BEGUN = new CountDownLatch(1);

  private GoingDown() {}

  /** This JVM's shutdown hooks run. */
  static void begin() {
    BEGUN.countDown();
  }

  static boolean hasBegun() {
    return BEGUN.getCount() == 0;
  }

  /** Whether a signal that comes to all processes of a family may have ended the child. */
  static boolean mayBeForAll(int exitCode) {
    return exitCode == -1 || exitCode == -2 || exitCode == -15; // HUP, INT, TERM
  }

  /**
   * Waits until it is known that the end of a child is news, or that a launch has failed, or until
   * this JVM has ended.
   *
   * @param expected whether the child was ended because this JVM ends
   */
  static void holdBack(boolean expected) {
    try {
      if (expected || beginsSoon(() -> false)) {
        for (int naps = 0; naps < END_NAPS; naps++) {
          Thread.sleep(NAP_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever does it hears the news
    }
  }

  /** Waits a moment for the end of this JVM; true if it has begun, and of a signal. */
  static boolean beginsBySignal(BooleanSupplier enough) {
    try {
      return beginsSoon(enough) && SignalThreads.areEndingThisJvm();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean beginsSoon(BooleanSupplier enough) throws InterruptedException {
    for (int naps = 0; naps < SAME_SIGNAL_NAPS && !hasBegun() && !enough.getAsBoolean(); naps++) {
      boolean ignored = BEGUN.await(NAP_MILLIS, TimeUnit.MILLISECONDS);
    }
    return hasBegun();
  }
}
