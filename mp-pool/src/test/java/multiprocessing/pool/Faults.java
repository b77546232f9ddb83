package multiprocessing.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Real ways for a worker to die, and marks that tasks leave behind for the test to count. */
final class Faults {

  /** A way to die, with the exit code that the parent is told. */
  enum Fault {
    SIGKILL(-9),
    SIGTERM(-15),
    SIGSEGV(-6), // HotSpot turns it into an abort
    EXIT(7),
    HALT(9);

    private final int exitCode;

    Fault(int exitCode) {
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }

    boolean isSignal() {
      return name().startsWith("SIG");
    }

    /** Ends another process; only by a signal. */
    void strike(long pid) {
      if (pid <= 1 || !isSignal()) {
        throw new IllegalArgumentException(this + " for pid " + pid);
      }
      try {
        String command = "kill -s " + name().substring(3) + " " + pid;
        int status = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start().waitFor();
        if (status != 0) {
          throw new IllegalStateException(command + ": status " + status);
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("cannot send " + this, e);
      }
    }

    /** Ends this process; does not return. */
    void strikeHere() {
      switch (this) {
        case EXIT -> System.exit(7);
        case HALT -> Runtime.getRuntime().halt(9);
        default -> strike(ProcessHandle.current().pid());
      }
      waitForTheEnd();
    }
  }

  private Faults() {}

  /** Runs an element: leaves a mark, and dies if it is the doomed one. */
  static int mark(String folder, int element, int doomed, Fault fault) {
    append(folder, "begun", element);
    if (element == doomed) {
      fault.strikeHere();
    }
    append(folder, "ended", element);
    return element * 2;
  }

  static void append(String folder, String kind, int element) {
    try {
      Files.writeString(
          Path.of(folder, kind),
          element + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The marks of a kind, in the order in which they were left. */
  static List<Integer> marks(Path folder, String kind) throws IOException {
    Path file = folder.resolve(kind);
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Integer::valueOf).toList()
        : List.of();
  }

  static void waitForTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted in place of dying", e);
    }
  }
}
