package multiprocessing.internal.launch;

/** The thread of a child JVM that runs the task, and the interrupts that are meant for it. */
final class TaskThread {
  /*
   * waiting --begin--> running --end--> over
   * An interrupt that arrives while the task is not begun yet is kept and delivered as it begins; one that arrives
   * after it has returned is for nobody.
   */
  // Mutable state, guarded by this
  private Thread running;
  private boolean over;
  private boolean interrupted;

  /** The calling thread is about to run the task. */
  synchronized void begin() {
    running = Thread.currentThread();
    if (interrupted) {
      running.interrupt();
    }
  }

  /** The task has returned, or thrown. */
  synchronized void end() {
    running = null;
    over = true;
  }

  /** The parent wants the task interrupted. */
  synchronized void interrupt() {
    if (running != null) {
      running.interrupt();
    } else if (!over) {
      interrupted = true;
    }
  }
}
