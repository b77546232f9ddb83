package multiprocessing.pool;

import java.util.Arrays;
import java.util.Set;
import multiprocessing.ProcessStartException;
import multiprocessing.SerializationException;

/** Gives a worker's exception to the thread that waits for the task. */
final class Rethrow {
  /*
   * An exception that was rebuilt here, and one that the pool made, has no frame of its caller, and gets them: once,
   * as the same outcome can be asked for again, and one failure can be that of many calls. Every other is an object of
   * the task of a ThreadPool, which may throw it again and again, and is left as it is.
   */
  private static final String HERE = Rethrow.class.getPackageName() + ".";
  private static final Set<String> CALLERS =
      Set.of(Submission.class.getName(), Outcome.class.getName(), ResultIterator.class.getName());

  private Rethrow() {}

  /** The exception itself, if a stage that follows can put it in words, as it does. */
  static Throwable forStages(Throwable thrown) {
    try {
      String ignored = thrown.toString();
      return thrown;
    } catch (Throwable e) { // of its own method
      return new TaskFailedException("task failed: " + Words.of(thrown), thrown);
    }
  }

  /** The exception itself if it is unchecked, with the caller's frames below the worker's. */
  static RuntimeException asUnchecked(Throwable thrown) {
    if (!(thrown instanceof RuntimeException) && !(thrown instanceof Error)) {
      return new TaskFailedException("task failed: " + Words.of(thrown), thrown);
    }
    appendOnce(thrown);
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  private static void appendOnce(Throwable thrown) {
    try {
      StackTraceElement[] worker = thrown.getStackTrace();
      WorkerStackTrace trace = traceIn(thrown);
      if (trace == null ? isOfThePool(thrown, worker) : trace.isFirstCaller()) {
        StackTraceElement[] here = new Throwable().getStackTrace();
        int own = 2; // this method and its caller
        StackTraceElement[] both = Arrays.copyOf(worker, worker.length + here.length - own);
        System.arraycopy(here, own, both, worker.length, here.length - own);
        thrown.setStackTrace(both);
      }
    } catch (RuntimeException | Error e) {
      // its own methods throw, or give null: it stays as it is
    }
  }

  private static WorkerStackTrace traceIn(Throwable thrown) {
    if (thrown.getCause() instanceof WorkerStackTrace trace) {
      return trace;
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (suppressed instanceof WorkerStackTrace trace) {
        return trace;
      }
    }
    return null;
  }

  private static boolean isOfThePool(Throwable thrown, StackTraceElement[] stack) {
    boolean usual =
        thrown instanceof WorkerLostException
            || thrown instanceof TaskTimeoutException
            || thrown instanceof ProcessStartException
            || thrown instanceof SerializationException
            || thrown.getClass() == IllegalStateException.class;
    return usual
        && stack.length > 0
        && stack[0].getClassName().startsWith(HERE)
        && Arrays.stream(stack).noneMatch(frame -> CALLERS.contains(frame.getClassName()));
  }
}
