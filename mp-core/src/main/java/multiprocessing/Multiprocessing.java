package multiprocessing;

import java.util.List;
import java.util.Optional;
import multiprocessing.internal.resource.Family;

/** What Python's {@code multiprocessing} module offers as functions. */
public final class Multiprocessing {

  private Multiprocessing() {}

  /**
   * This process (Python's {@code current_process}).
   *
   * @return in a child, the {@link Process} whose task it runs; else one named {@code MainProcess}
   */
  public static Process currentProcess() {
    return ThisProcess.current();
  }

  /**
   * The process that started this one (Python's {@code parent_process}); it can be asked whether it
   * lives, and joined.
   *
   * @return empty in a process that this library did not start
   */
  public static Optional<Process> parentProcess() {
    return Optional.ofNullable(ThisProcess.parent());
  }

  /**
   * The processes that this one started and that have not ended (Python's {@code active_children}).
   *
   * @return a snapshot, in the order of their starts
   */
  public static List<Process> activeChildren() {
    return ThisProcess.activeChildren();
  }

  /**
   * The number of processors that this JVM may use (Python's {@code process_cpu_count}); it
   * respects affinity and container limits.
   *
   * @return 1 or more
   */
  public static int cpuCount() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Gives back what the library keeps while it is in use: this process's private folder and the
   * small shell process that guards it. Happens by itself when the JVM ends; call it to be rid of
   * them earlier. Everything can be used again afterwards; connections that are still open can be
   * used up and closed, but not sent to another process any more. Waits, a few milliseconds, for
   * that shell to end.
   *
   * @throws IllegalStateException if children still run; nothing was done
   */
  public static void shutdown() {
    List<Process> children = activeChildren();
    if (!children.isEmpty()) {
      throw new IllegalStateException("cannot shut down: processes still run: " + children);
    }
    try {
      Family.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the folder goes all the same, only unseen
    }
  }
}
