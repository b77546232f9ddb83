package multiprocessing.internal.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The children of this process that have not ended; those that are daemonic or were asked to end,
 * end with it, and so do those that have not begun if a signal ends it.
 */
final class LiveChildren {
  /*
   * A signal that comes to all processes of a family finds only those that are there. A thread of this JVM that goes on
   * to start children until the hooks are through starts them after it, and nobody would end them. So from the moment
   * at which this JVM begins to handle such a signal no more are added; and those from before, whose tasks have not
   * begun when the hooks run, end with it.
   */
  private static final Object LOCK = new Object();
  private static final long GRACE_MILLIS = 500;
  private static final long TELLING_MILLIS = 2_000;

  // Mutable state, guarded by LOCK
  private static final Set<Child> CHILDREN = new LinkedHashSet<>();
  private static boolean hooked;

  private LiveChildren() {}

  /**
   * Adds a child.
   *
   * @throws IOException if a signal is ending this JVM
   */
  static void add(Child child) throws IOException {
    synchronized (LOCK) {
      if (!hooked) {
        hooked = true;
        addHook();
      }
      CHILDREN.add(child);
    }
    if (SignalThreads.areEndingThisJvm()) {
      GoingDown.begin(); // it may be too late for the hook
      throw new IOException("a signal is ending this process");
    }
  }

  static void remove(Child child) {
    synchronized (LOCK) {
      CHILDREN.remove(child);
    }
  }

  /** The child with that process id; null if it has ended. */
  static Child find(long pid) {
    synchronized (LOCK) {
      return CHILDREN.stream().filter(child -> child.pid() == pid).findAny().orElse(null);
    }
  }

  private static void addHook() {
    try {
      Thread hook = new Thread(LiveChildren::atExit, "mp-shutdown");
      hook.setContextClassLoader(null); // it would keep the one of this thread to the JVM's end
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // this JVM is going down already: the child notices that at once by itself (ParentWatch)
    }
  }

  private static void atExit() {
    GoingDown.begin();
    boolean bySignal = SignalThreads.areEndingThisJvm();
    List<Child> unbegun = new ArrayList<>();
    List<Child> ending = new ArrayList<>();
    List<Child> staying = new ArrayList<>();
    synchronized (LOCK) {
      for (Child child : CHILDREN) {
        if (bySignal && !child.hasBegun()) {
          unbegun.add(child);
        } else {
          (child.isDaemon() || child.endRequested() ? ending : staying).add(child);
        }
      }
    }
    unbegun.forEach(Child::killAtExit); // they have nothing to lose, and nothing to say
    end(ending);
    tell(staying);
  }

  /** Asks, waits a little, and then does not ask any more. */
  private static void end(List<Child> children) {
    children.forEach(Child::terminateAtExit);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    for (Child child : children) {
      try {
        if (!child.awaitGone(deadline - System.nanoTime())) {
          child.kill();
        }
      } catch (InterruptedException e) {
        child.kill();
      }
    }
  }

  /**
   * A child that was started a moment ago shall get all of its task; one that is stopped cannot.
   */
  private static void tell(List<Child> children) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TELLING_MILLIS);
    for (Child child : children) {
      try {
        child.awaitTold(deadline - System.nanoTime());
      } catch (InterruptedException e) {
        return; // somebody wants this JVM to end now
      }
    }
  }
}
