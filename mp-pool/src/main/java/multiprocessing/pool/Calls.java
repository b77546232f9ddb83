package multiprocessing.pool;

import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableFunction;
import multiprocessing.function.SerializableRunnable;

/** Runs what arrives in a worker as a task and its arguments. */
final class Calls {
  private Calls() {}

  /** Runs a task; call[0] is the task, the rest its arguments. */
  @SuppressWarnings("unchecked") // the pool's methods pair tasks with their arguments
  static Object run(Object[] call) throws Exception {
    Object task = call[0];
    return switch (call.length) {
      case 1 -> runBare(task);
      case 2 -> ((SerializableFunction<Object, Object>) task).apply(call[1]);
      default -> ((SerializableBiFunction<Object, Object, Object>) task).apply(call[1], call[2]);
    };
  }

  private static Object runBare(Object task) throws Exception {
    if (task instanceof SerializableCallable<?> callable) {
      return callable.call();
    }
    ((SerializableRunnable) task).call();
    return null;
  }
}
