package multiprocessing.pool;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableFunction;
import multiprocessing.function.SerializableRunnable;

/** The many forms of a call, as the few that are different. */
class PoolCalls implements TaskCalls {
  /** Stands for a chunk size that the number of elements decides. */
  static final int USUAL_CHUNK = 0;

  static {
    HomeboundTypes.add();
  }

  private final Submission submission;
  private final TaskOptions options;
  private final PoolCalls pool; // must not be collected while a call is made or its result wanted

  /** The calls of a pool itself. */
  PoolCalls(Submission submission, TaskOptions options) {
    this.submission = submission;
    this.options = options;
    this.pool = this;
  }

  /** The calls of a pool with other options. */
  PoolCalls(PoolBase pool, TaskOptions options) {
    this.submission = pool.submission();
    this.options = options;
    this.pool = pool;
  }

  final Submission submission() {
    return submission;
  }

  final TaskOptions options() {
    return options;
  }

  private Callbacks callbacks() {
    return submission.callbacks();
  }

  private <R> AsyncResult<R> submit(Callbacks.Pair told, Object... taskAndArguments) {
    try {
      return new AsyncResult<>(submission.call(options, told, taskAndArguments), pool);
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  private <R> AsyncResult<R> submitAll(
      Object function,
      Object[] elements,
      int chunkSize,
      FutureJob.Shape shape,
      Callbacks.Pair told) {
    try {
      FutureJob job = submission.map(options, function, elements, chunkSize, shape, told);
      return new AsyncResult<>(job, pool);
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  private <R> ResultIterator<R> iterate(
      Object function, Iterable<?> elements, int chunkSize, boolean ordered) {
    try {
      Conveyor conveyor = submission.iterate(options, function, elements, chunkSize, ordered);
      ResultIterator<R> results = new ResultIterator<>(conveyor, pool);
      conveyor.watch(results);
      return results;
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  private <R> R await(AsyncResult<R> result, boolean cancelIfInterrupted)
      throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw Rethrow.asUnchecked(e.getCause());
    } catch (InterruptedException e) {
      if (cancelIfInterrupted) {
        boolean ignored = result.cancel(false);
      }
      throw e;
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  private static int checked(int chunkSize) {
    if (chunkSize < 1) {
      throw new IllegalArgumentException("chunkSize must be 1 or more: " + chunkSize);
    }
    return chunkSize;
  }

  @Override
  public final <R> R apply(SerializableCallable<R> task) throws InterruptedException {
    return await(applyAsync(task), false);
  }

  @Override
  public final void apply(SerializableRunnable task) throws InterruptedException {
    Void ignored = await(applyAsync(task), false);
  }

  @Override
  public final <A, R> R apply(SerializableFunction<? super A, ? extends R> function, A argument)
      throws InterruptedException {
    AsyncResult<R> result = applyAsync(function, argument);
    return await(result, false);
  }

  @Override
  public final <A, B, R> R apply(
      SerializableBiFunction<? super A, ? super B, ? extends R> function, A first, B second)
      throws InterruptedException {
    AsyncResult<R> result = applyAsync(function, first, second);
    return await(result, false);
  }

  @Override
  public final <R> AsyncResult<R> applyAsync(SerializableCallable<R> task) {
    return submit(callbacks().pair(null, null), Objects.requireNonNull(task, "task"));
  }

  @Override
  public final AsyncResult<Void> applyAsync(SerializableRunnable task) {
    return submit(callbacks().pair(null, null), Objects.requireNonNull(task, "task"));
  }

  @Override
  public final <A, R> AsyncResult<R> applyAsync(
      SerializableFunction<? super A, ? extends R> function, A argument) {
    return submit(
        callbacks().pair(null, null), Objects.requireNonNull(function, "function"), argument);
  }

  @Override
  public final <A, B, R> AsyncResult<R> applyAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
    return submit(
        callbacks().pair(null, null), Objects.requireNonNull(function, "function"), first, second);
  }

  @Override
  public final <R> AsyncResult<R> applyAsync(
      SerializableCallable<R> task, Consumer<? super R> callback) {
    return submit(callbacks().pair(callback, null), Objects.requireNonNull(task, "task"));
  }

  @Override
  public final <R> AsyncResult<R> applyAsync(
      SerializableCallable<R> task,
      Consumer<? super R> callback,
      Consumer<? super Throwable> errorCallback) {
    return submit(callbacks().pair(callback, errorCallback), Objects.requireNonNull(task, "task"));
  }

  @Override
  public final AsyncResult<Void> applyAsync(SerializableRunnable task, Consumer<?> callback) {
    return submit(callbacks().pair(callback, null), Objects.requireNonNull(task, "task"));
  }

  @Override
  public final AsyncResult<Void> applyAsync(
      SerializableRunnable task, Consumer<?> callback, Consumer<? super Throwable> errorCallback) {
    return submit(callbacks().pair(callback, errorCallback), Objects.requireNonNull(task, "task"));
  }

  @Override
  public final <A, R> AsyncResult<R> applyAsync(
      SerializableFunction<? super A, ? extends R> function,
      A argument,
      Consumer<? super R> callback) {
    return submit(
        callbacks().pair(callback, null), Objects.requireNonNull(function, "function"), argument);
  }

  @Override
  public final <A, R> AsyncResult<R> applyAsync(
      SerializableFunction<? super A, ? extends R> function,
      A argument,
      Consumer<? super R> callback,
      Consumer<? super Throwable> errorCallback) {
    return submit(
        callbacks().pair(callback, errorCallback),
        Objects.requireNonNull(function, "function"),
        argument);
  }

  @Override
  public final <A, B, R> AsyncResult<R> applyAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      A first,
      B second,
      Consumer<? super R> callback) {
    return submit(
        callbacks().pair(callback, null),
        Objects.requireNonNull(function, "function"),
        first,
        second);
  }

  @Override
  public final <A, B, R> AsyncResult<R> applyAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      A first,
      B second,
      Consumer<? super R> callback,
      Consumer<? super Throwable> errorCallback) {
    return submit(
        callbacks().pair(callback, errorCallback),
        Objects.requireNonNull(function, "function"),
        first,
        second);
  }

  @Override
  public final <A, R> List<R> map(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements)
      throws InterruptedException {
    AsyncResult<List<R>> result = mapAsync(function, elements);
    return await(result, true);
  }

  @Override
  public final <A, R> List<R> map(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize)
      throws InterruptedException {
    AsyncResult<List<R>> result = mapAsync(function, elements, chunkSize);
    return await(result, true);
  }

  @Override
  public final <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements) {
    return submitAll(
        function,
        Elements.toArray(elements),
        USUAL_CHUNK,
        FutureJob.Shape.LIST,
        callbacks().pair(null, null));
  }

  @Override
  public final <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize) {
    return submitAll(
        function,
        Elements.toArray(elements),
        checked(chunkSize),
        FutureJob.Shape.LIST,
        callbacks().pair(null, null));
  }

  @Override
  public final <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      Consumer<? super List<R>> callback) {
    return submitAll(
        function,
        Elements.toArray(elements),
        USUAL_CHUNK,
        FutureJob.Shape.LIST,
        callbacks().pair(callback, null));
  }

  @Override
  public final <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      Consumer<? super List<R>> callback,
      Consumer<? super Throwable> errorCallback) {
    return submitAll(
        function,
        Elements.toArray(elements),
        USUAL_CHUNK,
        FutureJob.Shape.LIST,
        callbacks().pair(callback, errorCallback));
  }

  @Override
  public final <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize,
      Consumer<? super List<R>> callback) {
    return submitAll(
        function,
        Elements.toArray(elements),
        checked(chunkSize),
        FutureJob.Shape.LIST,
        callbacks().pair(callback, null));
  }

  @Override
  public final <A, R> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize,
      Consumer<? super List<R>> callback,
      Consumer<? super Throwable> errorCallback) {
    return submitAll(
        function,
        Elements.toArray(elements),
        checked(chunkSize),
        FutureJob.Shape.LIST,
        callbacks().pair(callback, errorCallback));
  }

  @Override
  public final <A, B, R> List<R> starmap(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements)
      throws InterruptedException {
    AsyncResult<List<R>> result = starmapAsync(function, elements);
    return await(result, true);
  }

  @Override
  public final <A, B, R> List<R> starmap(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      int chunkSize)
      throws InterruptedException {
    AsyncResult<List<R>> result = starmapAsync(function, elements, chunkSize);
    return await(result, true);
  }

  @Override
  public final <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements) {
    return submitAll(
        star(function),
        Elements.toPairs(elements),
        USUAL_CHUNK,
        FutureJob.Shape.LIST,
        callbacks().pair(null, null));
  }

  @Override
  public final <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      int chunkSize) {
    return submitAll(
        star(function),
        Elements.toPairs(elements),
        checked(chunkSize),
        FutureJob.Shape.LIST,
        callbacks().pair(null, null));
  }

  @Override
  public final <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      Consumer<? super List<R>> callback) {
    return submitAll(
        star(function),
        Elements.toPairs(elements),
        USUAL_CHUNK,
        FutureJob.Shape.LIST,
        callbacks().pair(callback, null));
  }

  @Override
  public final <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      Consumer<? super List<R>> callback,
      Consumer<? super Throwable> errorCallback) {
    return submitAll(
        star(function),
        Elements.toPairs(elements),
        USUAL_CHUNK,
        FutureJob.Shape.LIST,
        callbacks().pair(callback, errorCallback));
  }

  @Override
  public final <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      int chunkSize,
      Consumer<? super List<R>> callback) {
    return submitAll(
        star(function),
        Elements.toPairs(elements),
        checked(chunkSize),
        FutureJob.Shape.LIST,
        callbacks().pair(callback, null));
  }

  @Override
  public final <A, B, R> AsyncResult<List<R>> starmapAsync(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> elements,
      int chunkSize,
      Consumer<? super List<R>> callback,
      Consumer<? super Throwable> errorCallback) {
    return submitAll(
        star(function),
        Elements.toPairs(elements),
        checked(chunkSize),
        FutureJob.Shape.LIST,
        callbacks().pair(callback, errorCallback));
  }

  @Override
  public final <A, R> List<Outcome<R>> mapOutcomes(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements)
      throws InterruptedException {
    AsyncResult<List<Outcome<R>>> result =
        submitAll(
            function,
            Elements.toArray(elements),
            USUAL_CHUNK,
            FutureJob.Shape.OUTCOMES,
            callbacks().pair(null, null));
    return await(result, true);
  }

  @Override
  public final <A, R> List<Outcome<R>> mapOutcomes(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize)
      throws InterruptedException {
    AsyncResult<List<Outcome<R>>> result =
        submitAll(
            function,
            Elements.toArray(elements),
            checked(chunkSize),
            FutureJob.Shape.OUTCOMES,
            callbacks().pair(null, null));
    return await(result, true);
  }

  @Override
  public final <A, R> ResultIterator<R> imap(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements) {
    return iterate(function, elements, 1, true);
  }

  @Override
  public final <A, R> ResultIterator<R> imap(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize) {
    return iterate(function, elements, checked(chunkSize), true);
  }

  @Override
  public final <A, R> ResultIterator<R> imapUnordered(
      SerializableFunction<? super A, ? extends R> function, Iterable<? extends A> elements) {
    return iterate(function, elements, 1, false);
  }

  @Override
  public final <A, R> ResultIterator<R> imapUnordered(
      SerializableFunction<? super A, ? extends R> function,
      Iterable<? extends A> elements,
      int chunkSize) {
    return iterate(function, elements, checked(chunkSize), false);
  }

  private static <A, B, R> Star<A, B, R> star(
      SerializableBiFunction<? super A, ? super B, ? extends R> function) {
    return new Star<>(Objects.requireNonNull(function, "function"));
  }
}
