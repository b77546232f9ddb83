package multiprocessing.internal.launch;

import java.util.ArrayList;
import java.util.List;

/** The threads in which this JVM handles signals. */
final class SignalThreads {
  /*
   * The JDK makes a thread "SIG... handler" for each signal. Its own handler of SIGHUP, SIGINT and SIGTERM, the class
   * Terminator, ends the JVM, and its thread is alive until the JVM is gone. A program's own handler need not end it,
   * and if it does, then by System.exit, as any other code may.
   */
  private SignalThreads() {}

  /** Whether a signal is ending this JVM; known earlier than by a shutdown hook. */
  static boolean areEndingThisJvm() {
    for (Thread handler : alive()) {
      for (StackTraceElement frame : handler.getStackTrace()) {
        if (frame.getClassName().startsWith("java.lang.Terminator")) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Thread> alive() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread[] threads = new Thread[group.activeCount() + 16];
    int count = group.enumerate(threads, true);
    List<Thread> handlers = new ArrayList<>(1);
    for (int i = 0; i < count; i++) {
      String name = threads[i].getName();
      if (name.startsWith("SIG") && name.endsWith(" handler")) {
        handlers.add(threads[i]);
      }
    }
    return handlers;
  }
}
