package multiprocessing;

import multiprocessing.internal.launch.Child;
import multiprocessing.internal.launch.Fate;
import multiprocessing.internal.log.Log;

/** What this process says when a child of it has ended. */
final class Obituary {
  private Obituary() {}

  /**
   * Says it in the log; and on standard error if the child, which nobody asked to end, died before
   * it could say anything itself: before its task began, or by a crash of its JVM.
   */
  static void of(String name, Child child) {
    Fate fate = child.fate();
    Log.info("process '" + name + "' ended: pid=" + child.pid() + ", " + fate.status());
    if (System.err == null || child.endIsNoNews()) {
      return;
    }
    if (!fate.taskBegan()) {
      // the lines that the child wrote itself are on standard error already
      Fate unsaid = new Fate(fate.exitCode(), false, fate.failure(), "", fate.cause());
      System.err.println(Role.StartFailures.of(name, child.pid(), unsaid).getMessage());
    } else if (fate.cause() != null) {
      System.err.println("process '" + name + "' died: pid=" + child.pid() + ", " + fate.status());
    }
  }
}
