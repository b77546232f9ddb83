package multiprocessing.internal.launch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The children of this process that have not ended; those that are daemonic or were asked to end,
 * end with it.
 */
final class LiveChildren {
  private static final Object LOCK = new Object();
  private static final long GRACE_MILLIS = 500;

  // Mutable state, guarded by LOCK
  private static final Set<Child> CHILDREN = new LinkedHashSet<>();
  private static boolean hooked;

  private LiveChildren() {}

  static void add(Child child) {
    synchronized (LOCK) {
      if (!hooked) {
        hooked = true;
        addHook();
      }
      CHILDREN.add(child);
    }
  }

  static void remove(Child child) {
    synchronized (LOCK) {
      CHILDREN.remove(child);
    }
  }

  private static void addHook() {
    try {
      Thread hook = new Thread(LiveChildren::endDaemons, "mp-shutdown");
      hook.setContextClassLoader(null); // it would keep the one of this thread to the JVM's end
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // this JVM is going down already: the child notices that at once by itself (ParentWatch)
    }
  }

  /** Asks, waits a little, and then does not ask any more. */
  private static void endDaemons() {
    GoingDown.begin();
    List<Child> daemons = new ArrayList<>();
    synchronized (LOCK) {
      CHILDREN.stream()
          .filter(child -> child.isDaemon() || child.endRequested())
          .forEach(daemons::add);
    }
    daemons.forEach(Child::terminateAtExit);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    for (Child child : daemons) {
      try {
        if (!child.awaitGone(deadline - System.nanoTime())) {
          child.kill();
        }
      } catch (InterruptedException e) {
        child.kill();
      }
    }
  }
}
