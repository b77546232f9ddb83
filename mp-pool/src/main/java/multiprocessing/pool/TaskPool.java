package multiprocessing.pool;

import java.time.Duration;

/**
 * Python's pool: many tasks, few workers. {@link Pool} runs them in processes, {@link ThreadPool}
 * in threads of this JVM, so that what is written for the one can be tested with the other.
 *
 * <p>A task should not wait for another one of the same pool: where many are waiting, both may have
 * been given to the same worker.
 *
 * <p>Any thread may use a pool. {@link #close()} lets it finish what it has; {@link #terminate()}
 * does not.
 */
public interface TaskPool extends TaskCalls, AutoCloseable {

  /**
   * The calls of this pool, done with other options.
   *
   * @param options what is to be otherwise
   * @return this pool's calls; they end with it
   * @throws IllegalArgumentException if this pool cannot do that, as {@link ThreadPool} a {@code
   *     taskTimeout}
   */
  TaskCalls with(TaskOptions options);

  /**
   * Accepts no more tasks; the workers end when all tasks that were given are finished, those of
   * open iterators included. Does not wait (Python's {@code Pool.close}).
   */
  void shutdown();

  /**
   * Ends the workers as soon as possible, whatever they are doing. Tasks that are not finished fail
   * with an {@link IllegalStateException}. Does not wait; {@link #join()} does.
   */
  void terminate();

  /**
   * Waits until all workers have ended and all callbacks and progress listeners have returned,
   * after {@link #shutdown()} or {@link #terminate()}. While an iterator is open and not used up,
   * it goes on; if it is the calling thread that uses it, its window is lifted, as that thread
   * cannot take results now.
   *
   * @throws IllegalStateException if neither was called, or in a task of a {@link ThreadPool},
   *     which would wait for itself
   * @throws InterruptedException if interrupted while waiting; the pool goes on ending
   */
  void join() throws InterruptedException;

  /**
   * Waits until all workers have ended and all callbacks and progress listeners have returned, for
   * a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return true if they have
   * @throws IllegalStateException if neither {@link #shutdown()} nor {@link #terminate()} was
   *     called, or in a task of a {@link ThreadPool}, which would wait for itself
   * @throws InterruptedException if interrupted while waiting; the pool goes on ending
   */
  boolean join(Duration timeout) throws InterruptedException;

  /**
   * Closes the iterators that are open, accepts no more tasks, and waits until all that were given
   * are finished and the workers have ended. An interrupt meanwhile turns this into {@link
   * #terminate()} and keeps the flag. In a task of a {@link ThreadPool} it does not wait. Python's
   * {@code with} block terminates instead.
   */
  @Override
  void close();
}
