package multiprocessing.pool;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How calls become jobs of a crew. */
final class Submission {
  /**
   * The parts that each worker gets of a call with many elements, so that fast workers get more.
   */
  private static final int PARTS_PER_WORKER = 4;

  private final Crew crew;
  private final Packing packing;
  private final int imapWindow;
  private final Tally tally = new Tally();
  private final Callbacks callbacks = new Callbacks();
  private final Set<Conveyor> open = ConcurrentHashMap.newKeySet();
  private final Set<Progress> progresses = ConcurrentHashMap.newKeySet();

  /**
   * Uses a crew.
   *
   * @param imapWindow the limit of an iterator's window; 0 for the default
   */
  Submission(Crew crew, Packing packing, int imapWindow) {
    this.crew = crew;
    this.packing = packing;
    this.imapWindow = imapWindow;
  }

  Crew crew() {
    return crew;
  }

  Callbacks callbacks() {
    return callbacks;
  }

  Tally tally() {
    return tally;
  }

  /** The iterators that are not used up. */
  Set<Conveyor> openIterators() {
    return open;
  }

  FutureJob call(TaskOptions options, Callbacks.Pair told, Object... taskAndArguments) {
    crew.requireOpen();
    Work work = packing.call(taskAndArguments);
    FutureJob job =
        new FutureJob(work, null, FutureJob.Shape.SINGLE, new JobOptions(1, options, told, tally));
    try {
      crew.submit(Span.of(job, 0, 1));
    } catch (RuntimeException | Error e) {
      job.forget();
      throw e;
    }
    return job;
  }

  FutureJob map(
      TaskOptions options,
      Object function,
      Object[] elements,
      int chunkSize,
      FutureJob.Shape shape,
      Callbacks.Pair told) {
    Objects.requireNonNull(function, "function");
    crew.requireOpen();
    int usual = usualChunk(elements.length);
    int chunk = chunkSize == PoolCalls.USUAL_CHUNK ? usual : chunkSize;
    Work work = packing.function(function);
    Progress progress = options.progressOf(elements.length);
    FutureJob job =
        new FutureJob(work, elements, shape, new JobOptions(chunk, options, told, tally, progress));
    begin(progress);
    job.finishIfEmpty();
    try {
      submitSpans(job, elements.length, Math.max(chunk, Math.min(packing.together(), usual)));
    } catch (RuntimeException | Error e) {
      job.cancel();
      crew.cancel(job, false);
      throw e;
    }
    return job;
  }

  private void begin(Progress progress) {
    if (progress != null) {
      progresses.removeIf(Progress::isOver);
      progresses.add(progress);
      progress.start();
    }
  }

  /** Waits until the last word on all calls was said, after the crew's end; true if it was. */
  boolean awaitLastWords(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (Progress progress : progresses) {
      if (!progress.awaitEnd(end - System.nanoTime())) {
        return false;
      }
    }
    return true;
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

  Conveyor iterate(
      TaskOptions options, Object function, Iterable<?> elements, int chunkSize, boolean ordered) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(elements, "elements");
    crew.requireOpen();
    Work work = packing.function(function);
    Progress progress = options.progressOf(elements instanceof Collection<?> c ? c.size() : -1);
    JobOptions job =
        new JobOptions(chunkSize, options, callbacks.pair(null, null), tally, progress);
    Window window = Window.of(crew.size(), chunkSize, imapWindow);
    Conveyor conveyor = new Conveyor(crew, packing, work, job, window, ordered, open::remove);
    open.add(conveyor); // first, so that whoever ends the pool finds it
    try {
      crew.pledge();
    } catch (IllegalStateException e) {
      open.remove(conveyor);
      throw e;
    }
    begin(progress);
    conveyor.start(elements);
    return conveyor;
  }
}
