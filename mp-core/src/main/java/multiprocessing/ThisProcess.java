package multiprocessing;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What this JVM knows of itself as a process: who it is, who started it, whom it started. */
final class ThisProcess {
  private static final int KEY_BYTES = 32;
  private static final AtomicInteger CREATED = new AtomicInteger();
  private static final Set<Process> STARTED = new LinkedHashSet<>();

  // Set once at the start of a child, before its task runs; else made on first use. Guarded by the
  // class
  private static Process current;
  private static Process parent;

  private ThisProcess() {}

  static synchronized Process current() {
    if (current == null) {
      current = Process.main(randomKey());
    }
    return current;
  }

  static synchronized Process parent() {
    return parent;
  }

  static synchronized void become(Process self, Process startedBy) {
    current = self;
    parent = startedBy;
    CREATED.set(0); // objects that came with the task are not counted
  }

  /**
   * The numbers in the default name of the next process that is made here: {@code 3} or {@code
   * 1:3}.
   */
  static String nextIdentity() {
    String own = current().identity();
    int next = CREATED.incrementAndGet();
    return own.isEmpty() ? Integer.toString(next) : own + ":" + next;
  }

  static void started(Process child) {
    synchronized (STARTED) {
      STARTED.add(child);
    }
  }

  static void ended(Process child) {
    synchronized (STARTED) {
      STARTED.remove(child);
    }
  }

  static List<Process> activeChildren() {
    synchronized (STARTED) {
      List<Process> active = new ArrayList<>(STARTED);
      active.removeIf(child -> !child.isAlive());
      return active;
    }
  }

  /** From the kernel, because the JDK's SecureRandom costs a child's start tens of milliseconds. */
  private static byte[] randomKey() {
    try (FileInputStream random = new FileInputStream("/dev/urandom")) {
      return random.readNBytes(KEY_BYTES);
    } catch (IOException e) {
      throw new UnsupportedOperationException(
          "processes need /dev/urandom; this platform is " + System.getProperty("os.name"), e);
    }
  }
}
