package multiprocessing.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import multiprocessing.internal.time.Deadline;

/** What the pools have in common: how calls become jobs, and the end of it all. */
abstract class PoolBase extends PoolCalls {
  /**
   * The parts that each worker gets of a call with many elements, so that fast workers get more.
   */
  private static final int PARTS_PER_WORKER = 4;

  private final Crew crew;
  private final Packing packing;
  private final int retries;
  private final long timeoutNanos;
  private final int imapWindow;
  private final Callbacks callbacks = new Callbacks();
  private final Set<Conveyor> open = ConcurrentHashMap.newKeySet();

  /**
   * Uses a crew that has been made for it.
   *
   * @param timeoutNanos how long a task may take
   * @param imapWindow the limit of an iterator's window; 0 for the default
   */
  PoolBase(Crew crew, Packing packing, int retries, long timeoutNanos, int imapWindow) {
    this.crew = crew;
    this.packing = packing;
    this.retries = retries;
    this.timeoutNanos = timeoutNanos;
    this.imapWindow = imapWindow;
  }

  @Override
  final Callbacks callbacks() {
    return callbacks;
  }

  final Crew crew() {
    return crew;
  }

  @Override
  final <R> AsyncResult<R> submit(Callbacks.Pair told, Object... taskAndArguments) {
    return new AsyncResult<>(submitJob(told, taskAndArguments), crew);
  }

  final FutureJob submitJob(Callbacks.Pair told, Object... taskAndArguments) {
    crew.requireOpen();
    Work work = packing.call(taskAndArguments);
    FutureJob job =
        new FutureJob(
            work, null, FutureJob.Shape.SINGLE, new JobOptions(1, retries, timeoutNanos, told));
    crew.submit(Span.of(job, 0, 1));
    return job;
  }

  @Override
  final <R> AsyncResult<R> submitAll(
      Object function,
      Object[] elements,
      int chunkSize,
      FutureJob.Shape shape,
      Callbacks.Pair told) {
    Objects.requireNonNull(function, "function");
    crew.requireOpen();
    int usual = usualChunk(elements.length);
    int chunk = chunkSize == USUAL_CHUNK ? usual : chunkSize;
    Work work = packing.function(function);
    FutureJob job =
        new FutureJob(work, elements, shape, new JobOptions(chunk, retries, timeoutNanos, told));
    job.finishIfEmpty();
    try {
      submitSpans(job, elements.length, Math.max(chunk, Math.min(packing.together(), usual)));
    } catch (RuntimeException | Error e) {
      job.cancel();
      crew.cancel(job, false);
      throw e;
    }
    return new AsyncResult<>(job, crew);
  }

  private void submitSpans(Job job, int count, int size) {
    for (int from = 0; from < count; from += Math.min(size, count - from)) {
      crew.submit(packing.span(job, from, from + Math.min(size, count - from)));
    }
  }

  /** As CPython: the elements in four parts for each worker, rounded up. */
  private int usualChunk(int elements) {
    int parts = crew.size() * PARTS_PER_WORKER;
    return Math.max(1, (int) (((long) elements + parts - 1) / parts));
  }

  @Override
  final <R> ResultIterator<R> iterate(
      Object function, Iterable<?> elements, int chunkSize, boolean ordered) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(elements, "elements");
    crew.requireOpen();
    Work work = packing.function(function);
    JobOptions options =
        new JobOptions(chunkSize, retries, timeoutNanos, callbacks.pair(null, null));
    Window window = Window.of(crew.size(), chunkSize, imapWindow);
    Conveyor conveyor = new Conveyor(crew, packing, work, options, window, ordered, open::remove);
    open.add(conveyor); // first, so that whoever ends the pool finds it
    try {
      crew.pledge();
    } catch (IllegalStateException e) {
      open.remove(conveyor);
      throw e;
    }
    conveyor.start(elements);
    ResultIterator<R> results = new ResultIterator<>(conveyor);
    conveyor.watch(results);
    return results;
  }

  @Override
  public final void shutdown() {
    crew.shutdown();
  }

  @Override
  public final void terminate() {
    crew.terminate();
    open.forEach(
        conveyor ->
            conveyor.abort(
                new IllegalStateException(
                    "the pool was terminated before all results were there")));
  }

  @Override
  public final void join() throws InterruptedException {
    requireEnding();
    crew.awaitEnd();
    callbacks.awaitIdle(Long.MAX_VALUE / 2);
  }

  @Override
  public final boolean join(Duration timeout) throws InterruptedException {
    requireEnding();
    Deadline deadline = Deadline.after(timeout);
    return crew.awaitEnd(deadline.remainingNanos())
        && callbacks.awaitIdle(deadline.remainingNanos());
  }

  private void requireEnding() {
    if (crew.isOpen()) {
      throw new IllegalStateException(
          "Pool is still running: call shutdown() or terminate() first");
    }
    open.forEach(Conveyor::doNotWaitForThisThread);
  }

  @Override
  public final void close() {
    shutdown();
    open.forEach(Conveyor::close);
    try {
      join();
    } catch (InterruptedException e) {
      terminate();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  final <R> R await(AsyncResult<R> result, boolean cancelIfInterrupted)
      throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw Rethrow.asUnchecked(e.getCause());
    } catch (InterruptedException e) {
      if (cancelIfInterrupted) {
        result.cancel(false);
      }
      throw e;
    }
  }
}
