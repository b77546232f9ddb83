package multiprocessing.pool;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableFunction;

/** The methods of {@link TaskPool} that run a function on many elements. */
interface MapCalls {

  /**
   * Applies a function to each element, in the workers, and waits for all results. The elements are
   * cut into chunks as in CPython: four for each worker, all of the same size but the last.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @return the results, in the order of the elements; a list of fixed size
   * @throws TaskFailedException around the checked exception of the first element, in their order,
   *     that failed; an unchecked one is thrown as it is. All elements are tried all the same
   * @throws WorkerLostException if the worker of an element died, and that element is the first
   *     that failed
   * @throws multiprocessing.SerializationException if the function, an element or a result cannot
   *     travel
   * @throws multiprocessing.ProcessStartException if no worker could be started
   * @throws IllegalStateException if the pool was closed or terminated
   * @throws InterruptedException if interrupted while waiting; the elements that no worker has
   *     begun are not begun any more
   */
  <A, R> List<R> map(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements)
      throws InterruptedException;

  /**
   * Applies a function to each element, in the workers, and waits for all results.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; small chunks
   *     travel together, and a worker that runs out of work takes over what another has not begun,
   *     so this is a hint
   * @return the results, in the order of the elements; a list of fixed size
   * @throws IllegalArgumentException if chunkSize is less than 1
   * @throws InterruptedException if interrupted while waiting; the elements that no worker has
   *     begun are not begun any more
   * @see #map(SerializableFunction, Iterable)
   */
  <A, R> List<R> map(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize)
      throws InterruptedException;

  /**
   * Applies a function to each element, in the workers, and does not wait for the results. The
   * elements must not be changed before they are there: what goes from one worker to another is
   * serialized again.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @return what will come of it
   * @throws multiprocessing.SerializationException if the function or an element cannot travel;
   *     what was begun is given up
   * @throws IllegalStateException if the pool was closed or terminated
   */
  <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements);

  /**
   * Applies a function to each element, in the workers, and does not wait for the results.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; a hint
   * @return what will come of it
   * @throws IllegalArgumentException if chunkSize is less than 1
   * @see #mapAsync(SerializableFunction, Iterable)
   */
  <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize);

  /**
   * Applies a function to each element, in the workers, and does not wait for the results, which
   * are also given to a callback. When and where it is called is said at {@link
   * TaskPool#applyAsync(multiprocessing.function.SerializableCallable, Consumer)}.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param callback gets all results, if there is no exception; null for none
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable)
   */
  <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      Consumer<? super List<R>> callback);

  /**
   * Applies a function to each element, in the workers, and does not wait for the results, which
   * are also given to a callback.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param callback gets all results, if there is no exception; null for none
   * @param errorCallback gets the exception if there is one; null for none
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable, Consumer)
   */
  <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      Consumer<? super List<R>> callback,
      Consumer<? super Throwable> errorCallback);

  /**
   * Applies a function to each element, in the workers, and does not wait for the results, which
   * are also given to a callback.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; a hint
   * @param callback gets all results, if there is no exception; null for none
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable, Consumer)
   */
  <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize,
      Consumer<? super List<R>> callback);

  /**
   * Applies a function to each element, in the workers, and does not wait for the results, which
   * are also given to a callback.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; a hint
   * @param callback gets all results, if there is no exception; null for none
   * @param errorCallback gets the exception if there is one; null for none
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable, Consumer)
   */
  <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize,
      Consumer<? super List<R>> callback,
      Consumer<? super Throwable> errorCallback);

  /**
   * Applies a function of two arguments to each pair, in the workers, and waits for all results.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the function
   * @param elements the pairs of arguments; what is in a pair may be null
   * @return the results, in the order of the pairs; a list of fixed size
   * @throws InterruptedException if interrupted while waiting; the elements that no worker has
   *     begun are not begun any more
   * @see #map(SerializableFunction, Iterable)
   */
  <A, B, R> List<R> starmap(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements)
      throws InterruptedException;

  /**
   * Applies a function of two arguments to each pair, in the workers, and waits for all results.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the function
   * @param elements the pairs of arguments; what is in a pair may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; a hint
   * @return the results, in the order of the pairs; a list of fixed size
   * @throws IllegalArgumentException if chunkSize is less than 1
   * @throws InterruptedException if interrupted while waiting; the elements that no worker has
   *     begun are not begun any more
   * @see #map(SerializableFunction, Iterable, int)
   */
  <A, B, R> List<R> starmap(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      int chunkSize)
      throws InterruptedException;

  /**
   * Applies a function of two arguments to each pair, in the workers, and does not wait for the
   * results.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the function
   * @param elements the pairs of arguments; what is in a pair may be null
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable)
   */
  <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements);

  /**
   * Applies a function of two arguments to each pair, in the workers, and does not wait for the
   * results.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the function
   * @param elements the pairs of arguments; what is in a pair may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; a hint
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable, int)
   */
  <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      int chunkSize);

  /**
   * Applies a function of two arguments to each pair, in the workers, and does not wait for the
   * results, which are also given to a callback.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the function
   * @param elements the pairs of arguments; what is in a pair may be null
   * @param callback gets all results, if there is no exception; null for none
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable, Consumer)
   */
  <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      Consumer<? super List<R>> callback);

  /**
   * Applies a function of two arguments to each pair, in the workers, and does not wait for the
   * results, which are also given to a callback.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the function
   * @param elements the pairs of arguments; what is in a pair may be null
   * @param callback gets all results, if there is no exception; null for none
   * @param errorCallback gets the exception if there is one; null for none
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable, Consumer)
   */
  <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      Consumer<? super List<R>> callback,
      Consumer<? super Throwable> errorCallback);

  /**
   * Applies a function of two arguments to each pair, in the workers, and does not wait for the
   * results, which are also given to a callback.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the function
   * @param elements the pairs of arguments; what is in a pair may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; a hint
   * @param callback gets all results, if there is no exception; null for none
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable, Consumer)
   */
  <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      int chunkSize,
      Consumer<? super List<R>> callback);

  /**
   * Applies a function of two arguments to each pair, in the workers, and does not wait for the
   * results, which are also given to a callback.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the function
   * @param elements the pairs of arguments; what is in a pair may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; a hint
   * @param callback gets all results, if there is no exception; null for none
   * @param errorCallback gets the exception if there is one; null for none
   * @return what will come of it
   * @see #mapAsync(SerializableFunction, Iterable, Consumer)
   */
  <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      int chunkSize,
      Consumer<? super List<R>> callback,
      Consumer<? super Throwable> errorCallback);

  /**
   * Applies a function to each element, in the workers, and waits for all outcomes: of each element
   * its result or its exception.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @return the outcomes, in the order of the elements
   * @throws multiprocessing.SerializationException if the function or an element cannot travel
   * @throws IllegalStateException if the pool was closed or terminated before
   * @throws InterruptedException if interrupted while waiting; the elements that no worker has
   *     begun are not begun any more
   */
  <A, R> List<Outcome<R>> mapOutcomes(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements)
      throws InterruptedException;

  /**
   * Applies a function to each element, in the workers, and waits for all outcomes: of each element
   * its result or its exception.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; a hint
   * @return the outcomes, in the order of the elements
   * @throws InterruptedException if interrupted while waiting; the elements that no worker has
   *     begun are not begun any more
   * @see #mapOutcomes(SerializableFunction, Iterable)
   */
  <A, R> List<Outcome<R>> mapOutcomes(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize)
      throws InterruptedException;
}
