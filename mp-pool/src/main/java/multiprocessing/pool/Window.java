package multiprocessing.pool;

import java.util.concurrent.TimeUnit;

/** How far the elements of an iterator may be read ahead; guarded by its conveyor. */
final class Window {
  /*
   * Large enough that workers do not wait for elements, and that many small ones travel together; not larger, because
   * elements and results in it take memory. So it begins with a few chunks for each worker and doubles when as many
   * elements as it holds were done in less than ENOUGH: slow tasks and large elements keep it small.
   */
  private static final int CHUNKS_PER_WORKER = 4;
  private static final int ELEMENTS_PER_WORKER = 1024;
  private static final long ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A worker has one batch, and another waits for it. */
  private static final int BATCHES_PER_WORKER = 2;

  /** The consumer tells what it has taken in so many parts of a window. */
  private static final int PARTS = 8;

  private final int workers;
  private final int chunk;
  private final long most;
  private long size;
  private long done;
  private long since = System.nanoTime();

  private Window(int workers, int chunk, long most) {
    this.workers = workers;
    this.chunk = chunk;
    this.most = most;
    this.size = Math.min(most, initial(workers, chunk));
  }

  /** A window for so many workers; the limit is a number of elements, or 0 for the usual one. */
  static Window of(int workers, int chunk, int limit) {
    long usual = Math.max(initial(workers, chunk), (long) ELEMENTS_PER_WORKER * workers);
    return new Window(workers, chunk, Math.max(chunk, limit > 0 ? limit : usual));
  }

  private static long initial(int workers, int chunk) {
    return (long) CHUNKS_PER_WORKER * workers * chunk;
  }

  /** Whether a chunk more may be read. */
  boolean hasRoom(long outstanding) {
    return outstanding + chunk <= size;
  }

  boolean hasBatchLeft(int inFlight) {
    return inFlight < workers * BATCHES_PER_WORKER;
  }

  boolean leavesWorkersIdle(int inFlight) {
    return inFlight < workers;
  }

  /** How many elements travel together if there are enough. */
  int batch() {
    long part = Math.min(size, most) / ((long) workers * BATCHES_PER_WORKER);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(chunk, part / chunk * chunk));
  }

  /** How many results may be taken before that is told. */
  int step() {
    return (int) Math.min(Math.max(1, size / PARTS), ELEMENTS_PER_WORKER);
  }

  /** So many elements have results. */
  void done(int elements) {
    done += elements;
    if (done < size) {
      return;
    }
    long now = System.nanoTime();
    if (now - since < ENOUGH_NANOS && size < most) {
      size = Math.min(most, 2 * size);
    }
    done = 0;
    since = now;
  }

  /** From now on there is no limit. */
  void lift() {
    size = Long.MAX_VALUE;
  }
}
