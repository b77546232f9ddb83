package multiprocessing;

import multiprocessing.internal.launch.ChildMain;
import multiprocessing.internal.launch.FrozenApp;
import multiprocessing.internal.launch.Offspring;

/** Which processes may start others. */
final class StartRules {
  private StartRules() {}

  /**
   * Refuses where this process may have no children.
   *
   * @throws IllegalStateException with the reason
   */
  static void requireMayHaveChildren() {
    if (ChildMain.isBootstrapping()) {
      throw new IllegalStateException(
          "cannot start a process before the current process has finished its bootstrapping phase: a"
              + " static initializer of a class that the task needs starts one, or makes a pool, which"
              + " would do the same, without end; start it in main, or where it is first used");
    }
    if (FrozenApp.isUnrecognizedChild()) {
      throw new IllegalStateException(
          "cannot start a process in a child whose main has not called"
              + " Multiprocessing.freezeSupport(args) first: it would do the same, without end");
    }
    if (ThisProcess.current().isDaemon() && !Offspring.isAllowed()) {
      throw new IllegalStateException("daemonic processes are not allowed to have children");
    }
  }
}
