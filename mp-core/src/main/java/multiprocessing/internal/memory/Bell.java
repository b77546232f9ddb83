package multiprocessing.internal.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import multiprocessing.ProcessException;
import multiprocessing.internal.resource.Family;

/** Wakes threads that wait in any process of the family. */
public final class Bell {
  /*
   * Each process that waits has one FIFO, "bell-PID", in the family's folder (BellFifo). Who wants to wake a thread writes
   * its token, four bytes, which a FIFO keeps whole.
   *
   * A token is of one wait, and is rung at most once or twice: a FIFO has room for 16,000 of them, so nobody who
   * rings for a stopped process waits for it. A ring that is lost, with a process or with a family that was left, delays a
   * thread until it looks by itself: nobody waits without looking now and then.
   *
   * The process itself opens its FIFO for reading and writing, so it never sees the end of the stream. Who rings
   * opens it for writing: when the process has died, the write fails at once.
   */
  private static final int DRAIN_EACH = 256;

  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final Map<Integer, Thread> WAITING = new ConcurrentHashMap<>();
  private static final OtherBells OTHERS = new OtherBells(Bell::pathOf);

  // Mutable state, written under the lock of Bell.class
  private static volatile Bell own;
  private static boolean hooked;
  private static boolean goingDown;

  private final Family family;
  private final BellFifo fifo;

  private Bell(Family family) throws IOException {
    this.family = family;
    this.fifo = new BellFifo(pathOf(family, ProcessHandle.current().pid()), WAITING::get);
  }

  /**
   * Begins a wait of this thread.
   *
   * @return the token by which it is rung; to be given to {@link #endWait}
   */
  public static int beginWait() {
    Bell bell = hang();
    int token = TOKENS.incrementAndGet();
    while (token == BellFifo.NOBODY) {
      token = TOKENS.incrementAndGet();
    }
    WAITING.put(token, Thread.currentThread());
    if (bell != null && token % DRAIN_EACH == 0) {
      bell.fifo.drain();
    }
    return token;
  }

  /** Ends a wait. */
  public static void endWait(int token) {
    WAITING.remove(token);
  }

  /**
   * Waits while it has to; returns when it was rung, interrupted or after that time, or early for
   * no reason.
   *
   * @param hasTo false as soon as somebody rings or is about to
   */
  public static void await(BooleanSupplier hasTo, Object blocker, long nanos) {
    Bell bell = own;
    if (bell != null) {
      bell.fifo.await(hasTo, blocker, nanos);
    } else if (hasTo.getAsBoolean()) {
      LockSupport.parkNanos(blocker, nanos); // it was closed meanwhile
    }
  }

  /**
   * Wakes the thread of a token.
   *
   * @param member its process
   * @return false if that process has died
   */
  public static boolean ring(long member, int token) {
    if (member == Member.self()) {
      wake(WAITING.get(token));
      return true;
    }
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        OTHERS.write(member, bytes(token));
        return true;
      } catch (IOException e) {
        OTHERS.close(member); // its process has died, or another has its id now
      }
    }
    return Member.isAlive(member);
  }

  private static void wake(Thread thread) {
    Bell bell = own;
    if (bell != null) {
      bell.fifo.wake(thread);
    } else {
      LockSupport.unpark(thread);
    }
  }

  /** Removes what a process that has ended has left. */
  public static void remove(long pid) {
    Family.currentIfAny()
        .ifPresent(
            family -> {
              try {
                Files.deleteIfExists(pathOf(family, pid));
              } catch (IOException e) {
                // it goes with the family
              }
            });
  }

  /** Ends this process's bell; the next wait brings a new one. */
  public static void close() {
    Bell bell;
    synchronized (Bell.class) {
      bell = own;
      own = null;
    }
    if (bell != null) {
      bell.fifo.end();
    }
    OTHERS.closeAll();
  }

  private static void goDown() {
    synchronized (Bell.class) {
      goingDown = true;
    }
    close();
  }

  /** Returns the bell of this process; null if it waits without one. */
  private static synchronized Bell hang() {
    if (goingDown) {
      return null;
    }
    Family family = Family.current();
    if (own != null && own.family == family) {
      return own;
    }
    try {
      if (!hooked) {
        // a JVM that ends waits for threads that are in a system call
        Runtime.getRuntime().addShutdownHook(new Thread(Bell::goDown, "mp-bell-end"));
        hooked = true;
      }
      own = new Bell(family);
      return own;
    } catch (IllegalStateException e) {
      return null; // it goes down: who waits looks by itself
    } catch (IOException e) {
      throw new ProcessException("cannot wait for other processes: " + e.getMessage(), e);
    }
  }

  static byte[] bytes(int token) {
    return new byte[] {
      (byte) (token >>> 24), (byte) (token >>> 16), (byte) (token >>> 8), (byte) token
    };
  }

  private static Path pathOf(long member) {
    return pathOf(Family.current(), Member.pid(member));
  }

  private static Path pathOf(Family family, long pid) {
    return family.folder().resolve("bell-" + pid);
  }
}
