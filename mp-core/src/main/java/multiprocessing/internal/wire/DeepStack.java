package multiprocessing.internal.wire;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs a task once more with a large stack, for graphs that are nested deeply (a linked list). */
final class DeepStack {
  /** Reserved, not used: the system gives memory page by page as the stack grows. */
  private static final long STACK_BYTES = 1L << 30;

  private DeepStack() {}

  static <T> T call(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread =
        new Thread(
            null,
            future,
            "mp-deep-" + ProcessHandle.current().pid(),
            STACK_BYTES,
            /* inherit= */ false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      throw new Refusal(null, "nested too deeply, and no larger stack is to be had here", e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true; // the task cannot be left half done; the flag is restored below
        } catch (ExecutionException e) {
          if (e.getCause() instanceof Exception cause) {
            throw cause;
          }
          if (e.getCause() instanceof Error cause) {
            throw cause;
          }
          throw new IllegalStateException(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
