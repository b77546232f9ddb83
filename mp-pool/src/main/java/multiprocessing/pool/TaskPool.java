package multiprocessing.pool;

import java.time.Duration;
import multiprocessing.function.SerializableFunction;

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
public interface TaskPool extends ApplyCalls, MapCalls, AutoCloseable {

  /**
   * Applies a function to each element, in the workers, and iterates over the results, in the order
   * of the elements, while later elements are still being worked on.
   *
   * <p>The elements are read by a thread of the pool, one after the other, while they are needed:
   * at most a window of them is read ahead of the results that were taken. So they may be without
   * end, and slow to come; what is there is worked on meanwhile. The window is as large as what the
   * workers do in some milliseconds: four chunks for each worker, or more, up to 1,024 elements for
   * each worker; {@code Pool.builder().imapWindow(n)} sets another limit.
   *
   * <p>An exception of the iterable ends the iteration after the results before it.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null, and must not be changed before its result is
   *     there
   * @return the results; close it, if it is not used up
   * @throws multiprocessing.SerializationException if the function cannot travel; an element that
   *     cannot is told in place of its result
   * @throws IllegalStateException if the pool was closed or terminated
   */
  <A, R> ResultIterator<R> imap(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements);

  /**
   * Applies a function to each element, in the workers, and iterates over the results, in the order
   * of the elements.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param chunkSize how many elements are read until they are given to a worker together, 1 or
   *     more; of an iterable that throws, the elements of the chunk that is not complete are lost
   * @return the results; close it, if it is not used up
   * @throws IllegalArgumentException if chunkSize is less than 1
   * @see #imap(SerializableFunction, Iterable)
   */
  <A, R> ResultIterator<R> imap(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize);

  /**
   * Applies a function to each element, in the workers, and iterates over the results as they come.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @return the results; close it, if it is not used up
   * @see #imap(SerializableFunction, Iterable)
   */
  <A, R> ResultIterator<R> imapUnordered(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements);

  /**
   * Applies a function to each element, in the workers, and iterates over the results as they come.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param chunkSize how many elements are read until they are given to a worker together, 1 or
   *     more
   * @return the results; close it, if it is not used up
   * @throws IllegalArgumentException if chunkSize is less than 1
   * @see #imap(SerializableFunction, Iterable, int)
   */
  <A, R> ResultIterator<R> imapUnordered(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize);

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
   * Waits until all workers have ended and all callbacks have returned, after {@link #shutdown()}
   * or {@link #terminate()}. While an iterator is open and not used up, it goes on; if it is the
   * calling thread that uses it, its window is lifted, as that thread cannot take results now.
   *
   * @throws IllegalStateException if neither was called
   * @throws InterruptedException if interrupted while waiting; the pool goes on ending
   */
  void join() throws InterruptedException;

  /**
   * Waits until all workers have ended and all callbacks have returned, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return true if they have
   * @throws IllegalStateException if neither {@link #shutdown()} nor {@link #terminate()} was
   *     called
   * @throws InterruptedException if interrupted while waiting; the pool goes on ending
   */
  boolean join(Duration timeout) throws InterruptedException;

  /**
   * Closes the iterators that are open, accepts no more tasks, and waits until all that were given
   * are finished and the workers have ended. An interrupt meanwhile turns this into {@link
   * #terminate()} and keeps the flag. Python's {@code with} block terminates instead.
   */
  @Override
  void close();
}
