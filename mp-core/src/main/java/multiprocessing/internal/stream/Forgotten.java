package multiprocessing.internal.stream;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/** Closes the streams, or the like, of an owner that was collected without having been closed. */
public final class Forgotten extends PhantomReference<Object> {
  /*
   * The collector puts the reference of a collected owner into a queue, in which one daemon thread waits. The thread
   * is there as long as anything is watched: the last owner that is closed wakes it.
   *
   * An owner's method that waits must keep the owner reachable until it returns, or a thread that waits in an
   * object that nobody else refers to would have its stream closed under it.
   */
  private static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();

  // Mutable state, guarded by WATCHED
  private static final Set<Forgotten> WATCHED = new HashSet<>();
  private static boolean waiting;

  private final Closeable one;
  private final Closeable other;

  private Forgotten(Object owner, Closeable one, Closeable other) {
    super(owner, QUEUE);
    this.one = one;
    this.other = other;
  }

  /** Watches an owner; the streams, each of which may be null, must not refer to it. */
  public static Forgotten watch(Object owner, Closeable one, Closeable other) {
    Forgotten forgotten = new Forgotten(owner, one, other);
    synchronized (WATCHED) {
      if (!waiting) {
        start(); // first, as there may be no thread
        waiting = true;
      }
      WATCHED.add(forgotten);
    }
    return forgotten;
  }

  /** The owner is closed, and needs no watching any more. */
  public void remembered() {
    synchronized (WATCHED) {
      if (WATCHED.remove(this) && WATCHED.isEmpty()) {
        boolean ignored = enqueue();
        return;
      }
    }
    clear();
  }

  private static void start() {
    // no lambda, no process id: a child that is given a connection comes here on its way to its
    // task
    Runnable loop =
        new Runnable() {
          @Override
          public void run() {
            closeAll();
          }
        };
    Thread thread = new Thread(loop, "mp-forgotten");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeAll() {
    while (true) {
      try {
        ((Forgotten) QUEUE.remove()).closeIfWatched();
      } catch (InterruptedException e) {
        // nobody has a reason to interrupt it; there is nothing to end early
      }
      synchronized (WATCHED) {
        if (WATCHED.isEmpty()) {
          waiting = false;
          return;
        }
      }
    }
  }

  private void closeIfWatched() {
    synchronized (WATCHED) {
      if (!WATCHED.remove(this)) {
        return;
      }
    }
    try (Closeable first = one;
        Closeable second = other) {
      // both are closed
    } catch (IOException | RuntimeException e) {
      // nobody is left who could be told, and others wait for this thread
    }
  }
}
