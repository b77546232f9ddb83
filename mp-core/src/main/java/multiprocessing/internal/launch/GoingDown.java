package multiprocessing.internal.launch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether this JVM is ending; then its children's ends are no news to it. */
final class GoingDown {
  /*
   * A Ctrl-C, a closed terminal, a service manager's SIGTERM: each is for all processes of a family at once. While the
   * hooks of this JVM run, its other threads go on, would learn that their children have died, and would tell the user
   * of it, who knows. So the news of a child that such a signal has ended, and not this JVM's wish, waits a moment for
   * this JVM's own end to begin; and if it has begun, longer than the hooks need. It waits no longer than that, because
   * a hook of the user's may wait for it.
   */
  private static final long SAME_SIGNAL_MILLIS = 250;
  private static final long END_MILLIS = 1_000;
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
   * Waits until it is known that the end of a child is news, or until this JVM has ended.
   *
   * @param expected whether the child was ended because this JVM ends
   */
  static void holdBack(boolean expected) {
    try {
      if (expected || BEGUN.await(SAME_SIGNAL_MILLIS, TimeUnit.MILLISECONDS)) {
        Thread.sleep(END_MILLIS);
      }
    } catch (InterruptedException e) {
      // the thread that watches a child is interrupted by nobody; whoever does it hears the news
    }
  }
}
