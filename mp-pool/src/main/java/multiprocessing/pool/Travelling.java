package multiprocessing.pool;

import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableRunnable;

/** Tasks of the JDK's types in a form that travels, if what is in it does. */
final class Travelling {
  private Travelling() {}

  static Object of(Callable<?> task) {
    return task instanceof SerializableCallable ? task : new Call<>(task);
  }

  /** Refuses what is a future itself: it would complete a copy, elsewhere. */
  static Object of(Runnable task) {
    if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
      throw new SerializationException(
          "a stage of a CompletableFuture cannot run in another process: use the executor's own"
              + " supplyAsync(task) or runAsync(task), and build on what they return");
    }
    if (task instanceof FutureTask && !(task instanceof Serializable)) {
      throw new SerializationException(
          "a FutureTask, as ExecutorCompletionService makes them, cannot run in another process,"
              + " where only a copy of it would get the result: give the executor the callable"
              + " itself; to have results as they come, use imapUnordered of a Pool, or applyAsync"
              + " with a callback; for the first of them, invokeAny");
    }
    return task instanceof SerializableRunnable ? task : new Action(task);
  }

  /**
   * A callable.
   *
   * @param task the callable
   */
  record Call<T>(Callable<T> task) implements SerializableCallable<T> {
    private static final long serialVersionUID = 1;

    @Override
    public T call() throws Exception {
      return task.call();
    }
  }

  /**
   * A runnable.
   *
   * @param task the runnable
   */
  record Action(Runnable task) implements SerializableRunnable {
    private static final long serialVersionUID = 1;

    @Override
    public void call() {
      task.run();
    }
  }
}
