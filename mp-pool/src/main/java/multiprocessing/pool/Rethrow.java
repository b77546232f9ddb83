package multiprocessing.pool;

import java.util.Arrays;

/** Gives a worker's exception to the thread that waits for the task. */
final class Rethrow {
  private Rethrow() {}

  /** The exception itself if it is unchecked, with the caller's frames below the worker's. */
  static RuntimeException asUnchecked(Throwable thrown) {
    if (!(thrown instanceof RuntimeException) && !(thrown instanceof Error)) {
      return new TaskFailedException("task failed: " + thrown, thrown);
    }
    appendCallerFrames(thrown);
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  private static void appendCallerFrames(Throwable thrown) {
    StackTraceElement[] worker = thrown.getStackTrace();
    StackTraceElement[] here = new Throwable().getStackTrace();
    int own = 2; // this method and its caller
    StackTraceElement[] both = Arrays.copyOf(worker, worker.length + here.length - own);
    System.arraycopy(here, own, both, worker.length, here.length - own);
    thrown.setStackTrace(both);
  }
}
