package multiprocessing.pool;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableRunnable;

/** Tasks of the JDK's types in a form that travels, if what is in it does. */
final class Travelling {
  private Travelling() {}

  static Object of(Callable<?> task) {
    return task instanceof SerializableCallable ? task : new Call<>(task);
  }

  /** Refuses what comes from a CompletableFuture: it would complete a copy, elsewhere. */
  static Object of(Runnable task) {
    if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
      throw new SerializationException(
          "a stage of a CompletableFuture cannot run in another process: use the executor's own"
              + " supplyAsync(task) or runAsync(task), and build on what they return");
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
