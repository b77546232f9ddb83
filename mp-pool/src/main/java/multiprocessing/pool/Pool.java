package multiprocessing.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableFunction;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.wire.ObjectCodec;
import multiprocessing.spi.KryoSerializer;
import multiprocessing.spi.Serializer;

/**
 * A fixed number of worker processes that run tasks (Python's {@code multiprocessing.pool.Pool}).
 *
 * <p>Any thread of the process that made the pool may use it. Tasks, their arguments and their
 * results travel between JVMs: what cannot travel is refused with the path to it.
 *
 * <p><b>If a worker dies</b>, the one task that it ran fails with a {@link WorkerLostException}, or
 * is tried again where {@link Builder#retryOnWorkerLost} asks for it; everything else goes to other
 * workers, and the worker is replaced. There is no broken pool. If no worker can be started, calls
 * fail with a {@link multiprocessing.ProcessStartException}. If this process dies, its workers end.
 *
 * <p>{@link #close()} lets the pool finish what it has; {@link #terminate()} does not. A pool that
 * is never closed does not keep this JVM alive, and its workers end with it.
 */
public final class Pool implements AutoCloseable {
  /**
   * The parts that each worker gets of a call with many elements, so that fast workers get more.
   */
  private static final int PARTS_PER_WORKER = 4;

  /** A smaller chunk travels with others: workers that run out of work take it back one by one. */
  private static final int SMALL_CHUNK = 1024;

  private final Serializer serializer = new KryoSerializer();
  private final AtomicInteger functions = new AtomicInteger();
  private final int processes;
  private final int retries;
  private final WorkLedger ledger;

  /** Makes a pool of as many workers as there are processors, and starts them. */
  public Pool() {
    this(builder());
  }

  /**
   * Makes a pool and starts its workers; does not wait for them.
   *
   * @param processes the number of workers, 1 or more
   * @throws IllegalArgumentException if it is less
   * @throws multiprocessing.ProcessStartException if the operating system refuses to start a
   *     worker; none is left running
   */
  public Pool(int processes) {
    this(builder().processes(processes));
  }

  private Pool(Builder options) {
    this.processes = options.processes();
    this.retries = options.retries();
    this.ledger = new WorkLedger(processes, serializer, options.workerSettings());
    ledger.open();
  }

  /**
   * Starts to describe a pool.
   *
   * @return a builder; everything has a default
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs a task in a worker and waits for its result.
   *
   * @param <R> the type of the result
   * @param task the task
   * @return its result; may be null
   * @throws TaskFailedException around a checked exception of the task; an unchecked one is thrown
   *     as it is, with the stack trace of the worker
   * @throws WorkerLostException if the worker died while it ran the task
   * @throws SerializationException if the task or its result cannot travel
   * @throws multiprocessing.ProcessStartException if no worker could be started
   * @throws IllegalStateException if the pool was closed or terminated
   * @throws InterruptedException if interrupted while waiting; the task goes on
   */
  public <R> R apply(SerializableCallable<R> task) throws InterruptedException {
    return await(applyAsync(task));
  }

  /**
   * Runs a task in a worker and waits for its end.
   *
   * @param task the task
   * @throws InterruptedException if interrupted while waiting; the task goes on
   * @see #apply(SerializableCallable)
   */
  public void apply(SerializableRunnable task) throws InterruptedException {
    await(applyAsync(task));
  }

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
  public <A, R> R apply(SerializableFunction<? super A, ? extends R> function, A argument)
      throws InterruptedException {
    AsyncResult<R> result = applyAsync(function, argument);
    return await(result);
  }

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
  public <A, B, R> R apply(
      SerializableBiFunction<? super A, ? super B, ? extends R> function, A first, B second)
      throws InterruptedException {
    AsyncResult<R> result = applyAsync(function, first, second);
    return await(result);
  }

  /**
   * Runs a task in a worker and does not wait for it.
   *
   * @param <R> the type of the result
   * @param task the task
   * @return what will come of it
   * @throws SerializationException if the task cannot travel; nothing was started
   * @throws IllegalStateException if the pool was closed or terminated
   */
  public <R> AsyncResult<R> applyAsync(SerializableCallable<R> task) {
    return submit(Objects.requireNonNull(task, "task"));
  }

  /**
   * Runs a task without a result in a worker and does not wait for it.
   *
   * @param task the task
   * @return what will come of it; the result is null
   * @throws SerializationException if the task cannot travel; nothing was started
   * @throws IllegalStateException if the pool was closed or terminated
   */
  public AsyncResult<Void> applyAsync(SerializableRunnable task) {
    return submit(Objects.requireNonNull(task, "task"));
  }

  /**
   * Runs a function in a worker and does not wait for it.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param function the function
   * @param argument its argument; may be null
   * @return what will come of it
   * @throws SerializationException if the function or its argument cannot travel; nothing was
   *     started
   * @throws IllegalStateException if the pool was closed or terminated
   */
  public <A, R> AsyncResult<R> applyAsync(
      SerializableFunction<? super A, ? extends R> function, A argument) {
    return submit(Objects.requireNonNull(function, "function"), argument);
  }

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
   * @throws SerializationException if the function or an argument cannot travel; nothing was
   *     started
   * @throws IllegalStateException if the pool was closed or terminated
   */
  public <A, B, R> AsyncResult<R> applyAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
    return submit(Objects.requireNonNull(function, "function"), first, second);
  }

  /**
   * Applies a function to each element, in the workers, and waits for all results.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @return the results, in the order of the elements
   * @throws TaskFailedException around the checked exception of the first element, in their order,
   *     that failed; an unchecked one is thrown as it is. All elements are tried all the same
   * @throws WorkerLostException if the worker of an element died, and that element is the first
   *     that failed
   * @throws SerializationException if the function, an element or a result cannot travel
   * @throws multiprocessing.ProcessStartException if no worker could be started
   * @throws IllegalStateException if the pool was closed or terminated
   * @throws InterruptedException if interrupted while waiting; the elements that no worker has
   *     begun are not begun any more
   */
  public <A, R> List<R> map(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements)
      throws InterruptedException {
    AsyncResult<List<R>> result = mapAsync(function, elements);
    return awaitAll(result);
  }

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
   * @return the results, in the order of the elements
   * @throws IllegalArgumentException if chunkSize is less than 1
   * @throws InterruptedException if interrupted while waiting; the elements that no worker has
   *     begun are not begun any more
   * @see #map(SerializableFunction, Iterable)
   */
  public <A, R> List<R> map(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize)
      throws InterruptedException {
    AsyncResult<List<R>> result = mapAsync(function, elements, chunkSize);
    return awaitAll(result);
  }

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
   * @throws SerializationException if the function or an element cannot travel; what was begun is
   *     given up
   * @throws IllegalStateException if the pool was closed or terminated
   */
  public <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements) {
    Object[] all = toArray(elements);
    return submitAll(function, all, defaultChunk(all.length));
  }

  /**
   * Applies a function to each element, in the workers, and does not wait for the results. The
   * elements must not be changed before they are there: what goes from one worker to another is
   * serialized again.
   *
   * @param <A> the type of the elements
   * @param <R> the type of the results
   * @param function the function
   * @param elements the elements; each may be null
   * @param chunkSize how many elements are given to a worker together, 1 or more; a hint
   * @return what will come of it
   * @throws IllegalArgumentException if chunkSize is less than 1
   * @throws SerializationException if the function or an element cannot travel; what was begun is
   *     given up
   * @throws IllegalStateException if the pool was closed or terminated
   */
  public <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize) {
    if (chunkSize < 1) {
      throw new IllegalArgumentException("chunkSize must be 1 or more: " + chunkSize);
    }
    Object[] all = toArray(elements);
    int together = Math.min(SMALL_CHUNK, defaultChunk(all.length));
    return submitAll(function, all, Math.max(chunkSize, together));
  }

  /**
   * What the workers are doing.
   *
   * @return a snapshot; workers that have died are not in it
   */
  public List<WorkerStatus> workers() {
    return ledger.status();
  }

  /**
   * Accepts no more tasks; the workers end when all tasks that were given are finished. Does not
   * wait (Python's {@code Pool.close}).
   */
  public void shutdown() {
    ledger.shutdown();
  }

  /**
   * Ends the workers at once, whatever they are doing. Tasks that are not finished fail with an
   * {@link IllegalStateException}. Does not wait; {@link #join()} does.
   */
  public void terminate() {
    ledger.terminate();
  }

  /**
   * Waits until all workers have ended, after {@link #shutdown()} or {@link #terminate()}.
   *
   * @throws IllegalStateException if neither was called
   * @throws InterruptedException if interrupted while waiting; the pool goes on ending
   */
  public void join() throws InterruptedException {
    if (ledger.isOpen()) {
      throw new IllegalStateException(
          "Pool is still running: call shutdown() or terminate() first");
    }
    ledger.awaitEnd();
  }

  /**
   * Waits until all workers have ended, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return true if they have ended
   * @throws IllegalStateException if neither {@link #shutdown()} nor {@link #terminate()} was
   *     called
   * @throws InterruptedException if interrupted while waiting; the pool goes on ending
   */
  public boolean join(Duration timeout) throws InterruptedException {
    if (ledger.isOpen()) {
      throw new IllegalStateException(
          "Pool is still running: call shutdown() or terminate() first");
    }
    return ledger.awaitEnd(Deadline.after(timeout).remainingNanos());
  }

  /**
   * Accepts no more tasks, waits until all that were given are finished, and ends the workers. A
   * worker that then needs more than ten seconds to end, because it is stopped or a shutdown hook
   * takes long, is killed. An interrupt meanwhile turns this into {@link #terminate()} and keeps
   * the flag. Python's {@code with} block terminates instead.
   */
  @Override
  public void close() {
    shutdown();
    try {
      ledger.awaitEnd();
    } catch (InterruptedException e) {
      terminate();
      Thread.currentThread().interrupt();
    }
  }

  private <R> AsyncResult<R> submit(Object... taskAndArguments) {
    ledger.requireOpen();
    byte[] call = ObjectCodec.dumps(taskAndArguments, "call");
    Job job = Job.single(call, retries);
    ledger.submit(Span.of(job, 0, 1));
    return new AsyncResult<>(job, ledger);
  }

  private <R> AsyncResult<R> submitAll(Object function, Object[] elements, int chunk) {
    Objects.requireNonNull(function, "function");
    ledger.requireOpen();
    byte[] serialized = ObjectCodec.dumps(function, "function");
    Job job = Job.map(functions.incrementAndGet(), serialized, elements, retries);
    try {
      submitSpans(job, elements, chunk);
    } catch (RuntimeException | Error e) {
      job.failAll(e);
      ledger.cancel(job, false);
      throw e;
    }
    return new AsyncResult<>(job, ledger);
  }

  private void submitSpans(Job job, Object[] elements, int chunk) {
    int count = elements.length; // the job forgets the elements when it is done
    for (int from = 0; from < count; from += Math.min(chunk, count - from)) {
      int to = from + Math.min(chunk, count - from);
      Span span;
      try {
        span = Span.encoded(job, from, to, serializer);
      } catch (SerializationException e) {
        throw nameCulprit(elements, from, to, e);
      }
      ledger.submit(span);
    }
  }

  /** A chunk counts from 0; the caller's elements do not. */
  private static SerializationException nameCulprit(
      Object[] elements, int from, int to, SerializationException ofChunk) {
    for (int i = from; i < to; i++) {
      try {
        byte[] ignored = ObjectCodec.dumps(elements[i], "tasks[" + i + "]");
      } catch (SerializationException e) {
        return e;
      }
    }
    return ofChunk;
  }

  private int defaultChunk(int elements) {
    int parts = processes * PARTS_PER_WORKER;
    return Math.max(1, (int) (((long) elements + parts - 1) / parts));
  }

  private static Object[] toArray(Iterable<?> elements) {
    Objects.requireNonNull(elements, "elements");
    if (elements instanceof Collection<?> collection) {
      // a copy of its own, and an array of Object whatever the collection made
      Object[] array = collection.toArray();
      return Arrays.copyOf(array, array.length, Object[].class);
    }
    List<Object> list = new ArrayList<>();
    elements.forEach(list::add);
    return list.toArray();
  }

  private <R> List<R> awaitAll(AsyncResult<List<R>> result) throws InterruptedException {
    try {
      return await(result);
    } catch (InterruptedException e) {
      result.cancel(false);
      throw e;
    }
  }

  private static <R> R await(AsyncResult<R> result) throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw Rethrow.asUnchecked(e.getCause());
    }
  }

  /** Describes a pool. */
  public static final class Builder extends PoolOptions<Builder> {

    private Builder() {}

    /**
     * Makes the pool and starts its workers; does not wait for them.
     *
     * @return a new pool
     * @throws multiprocessing.ProcessStartException if the operating system refuses to start a
     *     worker; none is left running
     */
    public Pool build() {
      return new Pool(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
