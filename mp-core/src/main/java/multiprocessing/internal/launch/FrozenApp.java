package multiprocessing.internal.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An application image, made by jpackage, whose runtime has no {@code java} launcher. */
public final class FrozenApp {
  /*
   * The only program that can boot a JVM there is the application's own launcher, which takes no JVM options and
   * calls the user's main. So that is what a child's command is, with one argument by which Multiprocessing
   * .freezeSupport, at the beginning of the user's main, recognizes the child and turns it into ChildMain.
   * If main does not call it, the child is a second run of the application, which may in turn start processes,
   * without end: so a JVM with that argument may start none before it has become ChildMain.
   */
  static final String ARGUMENT = "--multiprocessing-fork";

  /**
   * By this variable the launcher tells itself that it has built the JVM's arguments already; a
   * child that inherits it would take its argument for a JVM option.
   */
  static final String LAUNCHER_VARIABLE = "_JPACKAGE_LAUNCHER";

  /** Set when this JVM, a child, has come to ChildMain by way of the application's main. */
  private static volatile boolean recognized;

  private FrozenApp() {}

  /** The application's launcher, if that is what children have to be started with; else null. */
  static Path launcher() {
    String path = System.getProperty("jpackage.app-path");
    boolean needed =
        path != null && LaunchSettings.executable() == null && !Files.exists(JavaProgram.own());
    return needed ? Path.of(path) : null;
  }

  /**
   * Refuses options that the launcher cannot pass on; properties that the program itself reads are
   * set before its task instead.
   *
   * @throws IllegalArgumentException if there is one
   */
  static void requireNoJvmOption(List<String> jvmOptions) {
    for (String option : jvmOptions) {
      if (!option.startsWith("-D") || SystemProperties.isReadAtBoot(option.substring(2))) {
        throw new IllegalArgumentException(
            "cannot give the JVM option "
                + option
                + " to a child: the launcher of this application image takes none; build the image"
                + " with jpackage --java-options for all its JVMs, or keep its java launcher with"
                + " --jlink-options '--strip-debug'");
      }
    }
  }

  /** Whether this JVM was started as a child and its main has not let it become one. */
  public static boolean isUnrecognizedChild() {
    return !recognized
        && System.getProperty("jpackage.app-path") != null
        && System.getProperty("sun.java.command", "").endsWith(" " + ARGUMENT);
  }

  /**
   * Returns at once in a JVM that is no child. In a child, runs it in this thread and ends the JVM
   * as the end of main would: when the last thread has ended that is not a daemon.
   */
  public static void runIfChild(String[] arguments) {
    if (arguments.length != 1 || !arguments[0].equals(ARGUMENT)) {
      return;
    }
    recognized = true;
    int code = 0;
    try {
      ChildMain.main(arguments);
    } catch (Throwable e) {
      code = 1;
      Thread main = Thread.currentThread();
      main.getUncaughtExceptionHandler().uncaughtException(main, e);
    } finally {
      awaitOtherThreads();
      System.exit(code);
    }
  }

  private static void awaitOtherThreads() {
    for (Thread other = otherThread(); other != null; other = otherThread()) {
      awaitEnd(other);
    }
  }

  @SuppressWarnings("ThreadJoinLoop") // the condition is the thread's end itself
  private static void awaitEnd(Thread other) {
    while (other.isAlive()) {
      try {
        other.join();
      } catch (InterruptedException e) {
        // what is left of the task's interrupts is no reason to end its other threads
      }
    }
  }

  private static Thread otherThread() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread[] threads = new Thread[group.activeCount() + 16];
    int count = group.enumerate(threads, true);
    for (int i = 0; i < count; i++) {
      if (!threads[i].isDaemon() && threads[i] != Thread.currentThread()) {
        return threads[i];
      }
    }
    return null;
  }
}
