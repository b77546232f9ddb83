package multiprocessing.pool;

import java.util.Objects;
import multiprocessing.Multiprocessing;
import multiprocessing.function.SerializableRunnable;

/**
 * The pool on threads of this JVM (Python's {@code multiprocessing.pool.ThreadPool}, which {@code
 * multiprocessing.dummy.Pool} makes): the same methods, chunks, exceptions and callbacks as {@link
 * Pool}, but nothing is serialized, tasks share this JVM's objects, and a task cannot be killed.
 *
 * <p>{@link #terminate()} and {@link AsyncResult#cancel cancel(true)} interrupt the running tasks,
 * and {@code terminate()} also initializers; {@link #join()} waits for them. The threads are daemon
 * threads. A pool that was not closed and to which nothing refers any more is shut down when it is
 * collected, as a {@link Pool} is.
 */
public final class ThreadPool extends PoolBase {

  /** Makes a pool of as many threads as there are processors. */
  public ThreadPool() {
    this(Multiprocessing.cpuCount());
  }

  /**
   * Makes a pool and starts its threads.
   *
   * @param threads the number of threads, 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public ThreadPool(int threads) {
    this(new ThreadCrew(threads, null));
  }

  /**
   * Makes a pool and starts its threads, each of which runs an initializer before its first task.
   *
   * @param threads the number of threads, 1 or more
   * @param initializer the code to run; if it throws, it is tried again, and a task that waits
   *     fails after three times in a row, with a {@link multiprocessing.ProcessStartException} that
   *     has the exception as its cause
   * @throws IllegalArgumentException if threads is less than 1
   */
  public ThreadPool(int threads, SerializableRunnable initializer) {
    this(new ThreadCrew(threads, Objects.requireNonNull(initializer, "initializer")));
  }

  private ThreadPool(ThreadCrew crew) {
    super(new Submission(opened(crew), new AsIs(), 0), TaskOptions.of());
  }

  private static Crew opened(ThreadCrew crew) {
    crew.open();
    return crew;
  }

  /**
   * The calls of this pool, done with options. {@code retryOnWorkerLost} means nothing here, as
   * threads are not lost.
   *
   * @param options {@link TaskOptions#priority} and {@link TaskOptions#progress}
   * @return this pool's calls; they end with it
   * @throws IllegalArgumentException if a {@code taskTimeout} is set: a thread cannot be ended
   */
  @Override
  public TaskCalls with(TaskOptions options) {
    Objects.requireNonNull(options, "options");
    if (options.timeoutNanos() != Limits.NONE) {
      throw new IllegalArgumentException(
          "a ThreadPool has no taskTimeout, as a thread cannot be ended; a Pool has: " + options);
    }
    return new PoolCalls(this, options);
  }
}
