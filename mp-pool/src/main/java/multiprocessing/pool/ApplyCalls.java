package multiprocessing.pool;

import java.util.function.Consumer;
import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableFunction;
import multiprocessing.function.SerializableRunnable;

/** The methods of {@link TaskPool} that run one task. */
interface ApplyCalls {

  /**
   * Runs a task in a worker and waits for its result.
   *
   * @param <R> the type of the result
   * @param task the task
   * @return its result; may be null
   * @throws TaskFailedException around a checked exception of the task; an unchecked one is thrown
   *     as it is, with the stack trace of the worker
   * @throws WorkerLostException if the worker died while it ran the task
   * @throws multiprocessing.SerializationException if the task or its result cannot travel
   * @throws multiprocessing.ProcessStartException if no worker could be started
   * @throws IllegalStateException if the pool was closed or terminated
   * @throws InterruptedException if interrupted while waiting; the task goes on
   */
  <R> R apply(SerializableCallable<R> task) throws InterruptedException;

  /**
   * Runs a task in a worker and waits for its end.
   *
   * @param task the task
   * @throws InterruptedException if interrupted while waiting; the task goes on
   * @see #apply(SerializableCallable)
   */
  void apply(SerializableRunnable task) throws InterruptedException;

  /**
   * Runs a function in a worker and waits for its result.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param function the function
   * @param argument its argument; may be null
   * @return its result; may be null
   * @throws InterruptedException if interrupted while waiting; the task goes on
   * @see #apply(SerializableCallable)
   */
  <A, R> R apply(SerializableFunction<? super A, ? extends R> function, A argument)
      throws InterruptedException;

  /**
   * Runs a function of two arguments in a worker and waits for its result.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <R> the type of the result
   * @param function the function
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @return its result; may be null
   * @throws InterruptedException if interrupted while waiting; the task goes on
   * @see #apply(SerializableCallable)
   */
  <A, B, R> R apply(
      SerializableBiFunction<? super A, ? super B, ? extends R> function, A first, B second)
      throws InterruptedException;

  /**
   * Runs a task in a worker and does not wait for it.
   *
   * @param <R> the type of the result
   * @param task the task
   * @return what will come of it
   * @throws multiprocessing.SerializationException if the task cannot travel; nothing was started
   * @throws IllegalStateException if the pool was closed or terminated
   */
  <R> AsyncResult<R> applyAsync(SerializableCallable<R> task);

  /**
   * Runs a task without a result in a worker and does not wait for it.
   *
   * @param task the task
   * @return what will come of it; the result is null
   * @see #applyAsync(SerializableCallable)
   */
  AsyncResult<Void> applyAsync(SerializableRunnable task);

  /**
   * Runs a function in a worker and does not wait for it.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param function the function
   * @param argument its argument; may be null
   * @return what will come of it
   * @see #applyAsync(SerializableCallable)
   */
  <A, R> AsyncResult<R> applyAsync(
      SerializableFunction<? super A, ? extends R> function, A argument);

  /**
   * Runs a function of two arguments in a worker and does not wait for it.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <R> the type of the result
   * @param function the function
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @return what will come of it
   * @see #applyAsync(SerializableCallable)
   */
  <A, B, R> AsyncResult<R> applyAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function, A first, B second);

  /**
   * Runs a task in a worker and does not wait for it; its result is also given to a callback.
   *
   * <p>All callbacks of a pool are called in this process, by one thread of the pool, one after the
   * other, and each before its {@link AsyncResult} is ready. So they should be quick, and may use
   * the pool, but must not wait for a result that has a callback itself. What a callback throws is
   * written to {@link multiprocessing.Multiprocessing#getLogger()} and affects nothing else; in a
   * program without a log, it goes to the handler of uncaught exceptions, which prints it. For what
   * was cancelled none is called.
   *
   * @param <R> the type of the result
   * @param task the task
   * @param callback gets the result; null for none
   * @return what will come of it
   * @see #applyAsync(SerializableCallable)
   */
  <R> AsyncResult<R> applyAsync(SerializableCallable<R> task, Consumer<? super R> callback);

  /**
   * Runs a task in a worker and does not wait for it; its outcome is also given to a callback.
   *
   * @param <R> the type of the result
   * @param task the task
   * @param callback gets the result; null for none
   * @param errorCallback gets the exception if there is no result, the one that {@link
   *     AsyncResult#get()} has as its cause; null for none
   * @return what will come of it
   * @see #applyAsync(SerializableCallable, Consumer)
   */
  <R> AsyncResult<R> applyAsync(
      SerializableCallable<R> task,
      Consumer<? super R> callback,
      Consumer<? super Throwable> errorCallback);

  /**
   * Runs a task without a result in a worker and does not wait for it; its end is also told to a
   * callback.
   *
   * @param task the task
   * @param callback gets null when the task has succeeded; null for none
   * @return what will come of it; the result is null
   * @see #applyAsync(SerializableCallable, Consumer)
   */
  AsyncResult<Void> applyAsync(SerializableRunnable task, Consumer<?> callback);

  /**
   * Runs a task without a result in a worker and does not wait for it; its end is also told to a
   * callback.
   *
   * @param task the task
   * @param callback gets null when the task has succeeded; null for none
   * @param errorCallback gets the exception if it has failed; null for none
   * @return what will come of it; the result is null
   * @see #applyAsync(SerializableCallable, Consumer, Consumer)
   */
  AsyncResult<Void> applyAsync(
      SerializableRunnable task, Consumer<?> callback, Consumer<? super Throwable> errorCallback);

  /**
   * Runs a function in a worker and does not wait for it; its result is also given to a callback.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param function the function
   * @param argument its argument; may be null
   * @param callback gets the result; null for none
   * @return what will come of it
   * @see #applyAsync(SerializableCallable, Consumer)
   */
  <A, R> AsyncResult<R> applyAsync(
      SerializableFunction<? super A, ? extends R> function,
      A argument,
      Consumer<? super R> callback);

  /**
   * Runs a function in a worker and does not wait for it; its outcome is also given to a callback.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param function the function
   * @param argument its argument; may be null
   * @param callback gets the result; null for none
   * @param errorCallback gets the exception if there is no result; null for none
   * @return what will come of it
   * @see #applyAsync(SerializableCallable, Consumer, Consumer)
   */
  <A, R> AsyncResult<R> applyAsync(
      SerializableFunction<? super A, ? extends R> function,
      A argument,
      Consumer<? super R> callback,
      Consumer<? super Throwable> errorCallback);

  /**
   * Runs a function of two arguments in a worker and does not wait for it; its result is also given
   * to a callback.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <R> the type of the result
   * @param function the function
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @param callback gets the result; null for none
   * @return what will come of it
   * @see #applyAsync(SerializableCallable, Consumer)
   */
  <A, B, R> AsyncResult<R> applyAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      A first,
      B second,
      Consumer<? super R> callback);

  /**
   * Runs a function of two arguments in a worker and does not wait for it; its outcome is also
   * given to a callback.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <R> the type of the result
   * @param function the function
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @param callback gets the result; null for none
   * @param errorCallback gets the exception if there is no result; null for none
   * @return what will come of it
   * @see #applyAsync(SerializableCallable, Consumer, Consumer)
   */
  <A, B, R> AsyncResult<R> applyAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      A first,
      B second,
      Consumer<? super R> callback,
      Consumer<? super Throwable> errorCallback);
}
