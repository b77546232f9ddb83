package multiprocessing.pool;

import multiprocessing.function.SerializableFunction;

/** The calls of a pool: {@link TaskPool} has them, and {@link TaskPool#with} for other options. */
public interface TaskCalls extends ApplyCalls, MapCalls {

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
}
