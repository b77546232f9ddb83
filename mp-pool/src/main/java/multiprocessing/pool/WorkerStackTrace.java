package multiprocessing.pool;

/**
 * Where a task's exception was thrown, in the worker, as text (the place of Python's {@code
 * RemoteTraceback}). It is the cause of the exception that the caller sees, or suppressed in it if
 * that has a cause already.
 */
public final class WorkerStackTrace extends Exception {
  private static final long serialVersionUID = 1;

  // Mutable state, guarded by this
  private transient boolean passedOn;

  WorkerStackTrace(String text) {
    super("in the worker:\n" + text, null, false, false);
  }

  /** Whether its exception has not been given to a caller before. */
  synchronized boolean isFirstCaller() {
    boolean first = !passedOn;
    passedOn = true;
    return first;
  }
}
