package multiprocessing.pool;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableRunnable;

/**
 * An {@link ExecutorService} whose tasks run in the worker processes of a {@link Pool} (Python's
 * {@code concurrent.futures.ProcessPoolExecutor}).
 *
 * <p>Tasks travel, and so do their results. A lambda that is written in a call of {@code submit},
 * {@code execute} or {@code supplyAsync} does, because these have a form that takes a serializable
 * type; one that was made elsewhere as a plain {@link Callable} or {@link Runnable} does not. What
 * cannot travel is refused by the call, with a {@link SerializationException} that names it: so are
 * the tasks of {@code CompletableFuture.supplyAsync(.., executor)} and its like, for which there is
 * {@link #supplyAsync}, and those of an {@link java.util.concurrent.ExecutorCompletionService},
 * which are futures that a copy in another process cannot complete. To have results as they come,
 * there are {@link Pool#imapUnordered} and callbacks of a {@link Pool}, which may be the one that
 * this executor is made of; for the first of them there is {@link #invokeAny(Collection)}.
 *
 * <p>If a worker dies, the one task that it ran fails with a {@link WorkerLostException}; an
 * executor is never broken. Any thread may use it.
 *
 * <p>A program whose main has returned goes on until all tasks are finished or cancelled, as with
 * Python's and unlike with a {@link Pool}; also if the executor was not shut down, which the JDK's
 * wait for.
 */
public final class ProcessPoolExecutor implements ExecutorService, AutoCloseable {
  private final Pool pool;
  private final SubmittedTasks tasks = new SubmittedTasks();

  /** Makes an executor of as many worker processes as there are processors. */
  public ProcessPoolExecutor() {
    this(new Pool());
  }

  /**
   * Makes an executor and starts its workers; does not wait for them.
   *
   * @param processes the number of workers, 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public ProcessPoolExecutor(int processes) {
    this(new Pool(processes));
  }

  /**
   * Makes an executor of a pool, which may have any options, and which ends with it.
   *
   * @param pool the pool; others may use it meanwhile
   */
  public ProcessPoolExecutor(Pool pool) {
    this.pool = Objects.requireNonNull(pool, "pool");
  }

  /**
   * Runs a task in a worker and does not wait for it.
   *
   * @param <T> the type of the result
   * @param task the task
   * @return what will come of it
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   */
  public <T> AsyncResult<T> submit(SerializableCallable<T> task) {
    Objects.requireNonNull(task, "task");
    return submit(task, null, () -> runHere(task));
  }

  /**
   * Runs a task in a worker and does not wait for it.
   *
   * @param task the task
   * @return what will come of it; the result is null
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   */
  public AsyncResult<?> submit(SerializableRunnable task) {
    return submit(Objects.requireNonNull(task, "task"), null, task);
  }

  /**
   * Runs a task in a worker and does not wait for it.
   *
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   */
  @Override
  public <T> AsyncResult<T> submit(Callable<T> task) {
    Objects.requireNonNull(task, "task");
    return submit(Travelling.of(task), null, () -> runHere(task));
  }

  /**
   * Runs a task in a worker and does not wait for it.
   *
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   */
  @Override
  public AsyncResult<?> submit(Runnable task) {
    Objects.requireNonNull(task, "task");
    return submit(Travelling.of(task), null, task);
  }

  /**
   * Runs a task in a worker and does not wait for it. The result does not travel.
   *
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   */
  @Override
  public <T> AsyncResult<T> submit(Runnable task, T result) {
    Objects.requireNonNull(task, "task");
    return submit(Travelling.of(task), result, task);
  }

  /**
   * Runs a task in a worker and does not wait for it. The result does not travel.
   *
   * @param <T> the type of the result
   * @param task the task
   * @param result the result if it succeeds
   * @return what will come of it
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   */
  public <T> AsyncResult<T> submit(SerializableRunnable task, T result) {
    return submit(Objects.requireNonNull(task, "task"), result, task);
  }

  /**
   * Runs a task in a worker. As with the executors of the JDK, an exception goes to the handler of
   * uncaught exceptions, which by default prints it: to {@link
   * Thread#getDefaultUncaughtExceptionHandler}, in this process. That the executor was shut down
   * before the task was finished is none.
   *
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   */
  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    execute(Travelling.of(task), task);
  }

  /**
   * Runs a task in a worker. As with the executors of the JDK, an exception goes to the handler of
   * uncaught exceptions, which by default prints it: to {@link
   * Thread#getDefaultUncaughtExceptionHandler}, in this process. That the executor was shut down
   * before the task was finished is none.
   *
   * @param task the task
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   */
  public void execute(SerializableRunnable task) {
    execute(Objects.requireNonNull(task, "task"), task);
  }

  /**
   * Runs a task in a worker, and gives its result as a stage to build on. What is built on it runs
   * in this process, in the threads of {@link CompletableFuture}. Completing or cancelling it does
   * not stop the task.
   *
   * @param <T> the type of the result
   * @param task the task
   * @return a future that is completed with its outcome
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   */
  public <T> CompletableFuture<T> supplyAsync(SerializableCallable<T> task) {
    return submit(task).toCompletableFuture();
  }

  /**
   * Runs a task without a result in a worker, and gives its end as a stage to build on.
   *
   * @param task the task
   * @return a future that is completed with null, or the exception
   * @throws SerializationException if the task cannot travel
   * @throws RejectedExecutionException if this was shut down
   * @see #supplyAsync
   */
  public CompletableFuture<Void> runAsync(SerializableRunnable task) {
    AsyncResult<Void> result = submit(task, null);
    return result.toCompletableFuture();
  }

  /**
   * Runs tasks in the workers and waits for all of them.
   *
   * @throws SerializationException if one of them cannot travel; those before it are cancelled
   * @throws InterruptedException if interrupted while waiting; those that run are cancelled
   */
  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> all)
      throws InterruptedException {
    return new Invocation<>(this, Objects.requireNonNull(all, "all")).all(Long.MAX_VALUE);
  }

  /**
   * Runs tasks in the workers and waits for all of them, for a limited time; those that are not
   * finished then are cancelled.
   *
   * @throws SerializationException if one of them cannot travel; those before it are cancelled
   * @throws InterruptedException if interrupted while waiting; those that run are cancelled
   */
  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> all, long timeout, TimeUnit unit)
      throws InterruptedException {
    return new Invocation<>(this, Objects.requireNonNull(all, "all"))
        .all(Objects.requireNonNull(unit, "unit").toNanos(timeout));
  }

  /**
   * Runs tasks in the workers and waits for all of them: the form for lambdas.
   *
   * @param <T> the type of the results
   * @param all the tasks
   * @return what has come of them
   * @throws SerializationException if one of them cannot travel; those before it are cancelled
   * @throws InterruptedException if interrupted while waiting; those that run are cancelled
   */
  @SafeVarargs
  public final <T> List<Future<T>> invokeAll(SerializableCallable<T>... all)
      throws InterruptedException {
    List<SerializableCallable<T>> list = new ArrayList<>();
    for (SerializableCallable<T> task : Objects.requireNonNull(all, "all")) {
      list.add(task);
    }
    return invokeAll(list);
  }

  /**
   * Runs tasks in the workers until one has succeeded, and cancels the others.
   *
   * @throws ExecutionException if none has
   * @throws SerializationException if one of them cannot travel; those before it are cancelled
   * @throws InterruptedException if interrupted while waiting; those that run are cancelled
   */
  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> all)
      throws InterruptedException, ExecutionException {
    try {
      return new Invocation<>(this, Objects.requireNonNull(all, "all")).any(Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new IllegalStateException("292 years are over", e);
    }
  }

  /**
   * Runs tasks in the workers until one has succeeded, for a limited time, and cancels the others.
   *
   * @throws ExecutionException if none has
   * @throws TimeoutException if none has in time
   * @throws SerializationException if one of them cannot travel; those before it are cancelled
   * @throws InterruptedException if interrupted while waiting; those that run are cancelled
   */
  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> all, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return new Invocation<>(this, Objects.requireNonNull(all, "all"))
        .any(Objects.requireNonNull(unit, "unit").toNanos(timeout));
  }

  /** Accepts no more tasks; the workers end when all are finished. Does not wait. */
  @Override
  public void shutdown() {
    pool.shutdown();
  }

  /**
   * Ends the workers at once, whatever they are doing. The results of all tasks that are not
   * finished fail with an {@link IllegalStateException}. Does not wait.
   *
   * @return the tasks that no worker had begun, and none will; run, they run in this process
   */
  @Override
  public List<Runnable> shutdownNow() {
    return tasks.notBegunAfter(pool::terminate);
  }

  @Override
  public boolean isShutdown() {
    return !pool.submission().crew().isOpen();
  }

  @Override
  public boolean isTerminated() {
    return pool.submission().crew().hasEnded();
  }

  /**
   * Waits until all workers have ended, after {@link #shutdown()} or {@link #shutdownNow()}.
   *
   * @throws InterruptedException if interrupted while waiting; the executor goes on ending
   */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return pool.submission().crew().awaitEnd(Objects.requireNonNull(unit, "unit").toNanos(timeout));
  }

  /**
   * Accepts no more tasks, waits until all are finished, and ends the workers. An interrupt
   * meanwhile turns this into {@link #shutdownNow()} and keeps the flag.
   */
  @Override
  public void close() {
    pool.close();
  }

  private void execute(Object task, Runnable here) {
    try {
      FutureJob ignored = give(task, ProcessPoolExecutor::report, here);
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  private static void report(Throwable thrown) {
    if (!isOfShutdownNow(thrown)) {
      Uncaught.tell(thrown);
    }
  }

  /** One of a pool within the task has a worker's stack as its cause. */
  private static boolean isOfShutdownNow(Throwable thrown) {
    return thrown.getClass() == IllegalStateException.class
        && thrown.getCause() == null
        && Crew.WAS_TERMINATED.equals(thrown.getMessage());
  }

  private <T> AsyncResult<T> submit(Object task, T given, Runnable here) {
    try {
      return new AsyncResult<>(give(task, null, here), pool, given);
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  private FutureJob give(Object task, Consumer<Throwable> onFailure, Runnable here) {
    try {
      Callbacks.Pair told = pool.submission().callbacks().pair(null, onFailure);
      FutureJob job = pool.submission().call(pool.options(), told, task);
      tasks.add(job, here);
      return job;
    } catch (IllegalStateException e) {
      throw new RejectedExecutionException("the executor was shut down", e);
    }
  }

  private static void runHere(Callable<?> task) {
    try {
      Object ignored = task.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new TaskFailedException("task failed: " + Words.of(e), e);
    }
  }
}
