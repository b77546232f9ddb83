package multiprocessing.pool;

import java.time.Duration;

/**
 * The methods of {@link Pool.Builder} about the tasks; {@link Pool#with} has others for some calls.
 *
 * @param <B> the builder itself
 */
abstract class TaskDefaults<B extends TaskDefaults<B>> {
  private TaskOptions taskOptions = TaskOptions.of();

  /**
   * Sets how long a task may take, from its beginning in the worker until its result is serialized
   * there: of a map, each element. Its way has the same limit by itself, from when a worker is free
   * for it: to serialize, send and rebuild it with its arguments, and what is sent with it, may
   * take as long. While it waits for others, no time runs. When the time is over, the stacks of the
   * worker's threads are written down, the task is interrupted and fails with a {@link
   * TaskTimeoutException}; see {@link Pool.Builder#interruptGrace} for what follows. What waited
   * behind it goes to other workers. By default there is no limit.
   *
   * @param timeout more than zero
   * @return this builder
   * @throws IllegalArgumentException if it is not more than zero
   */
  public B taskTimeout(Duration timeout) {
    this.taskOptions = taskOptions.taskTimeout(timeout);
    return self();
  }

  /**
   * Sets how often a task is tried again after its worker has died. A task that is tried again may
   * have had effects before. One that costs each worker its life is not tried for ever: it has
   * {@code times + 1} of them, and fails with a {@link WorkerLostException} whose {@link
   * WorkerLostException#attempts} says so. Each task has its own tries, also in a chunk.
   *
   * @param times 0 or more; by default 0: it fails with a {@link WorkerLostException}
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public B retryOnWorkerLost(int times) {
    this.taskOptions = taskOptions.retryOnWorkerLost(times);
    return self();
  }

  /**
   * Shows how far each call with many elements is.
   *
   * @return this builder
   * @see TaskOptions#progress()
   */
  public B progress() {
    this.taskOptions = taskOptions.progress();
    return self();
  }

  /**
   * Sets who is told how far each call with many elements is.
   *
   * @param listener is told, by a thread of its own for each call, so of several calls at a time
   * @return this builder
   * @see TaskOptions#progress(ProgressListener)
   */
  public B progress(ProgressListener listener) {
    this.taskOptions = taskOptions.progress(listener);
    return self();
  }

  TaskOptions taskOptions() {
    return taskOptions;
  }

  /** This builder as its own type. */
  abstract B self();
}
