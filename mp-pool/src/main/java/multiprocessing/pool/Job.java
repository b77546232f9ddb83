package multiprocessing.pool;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import multiprocessing.function.SerializableFunction;
import multiprocessing.spi.Serializer;

/** Some tasks that belong together: what is to be done, and whom to tell what has come of it. */
abstract class Job {
  /*
   * Each task belongs to exactly one span, each span to the queue or to one worker: so each outcome is reported by one
   * thread, once.
   */
  private static final int LARGE = 1 << 16;

  private final int number;
  private final int chunk;
  private final boolean stored;
  private final Readership readership;
  private volatile boolean begun;
  private final TaskOptions options;

  // Mutable state, guarded by this
  private Work work;
  private Object[] elements;
  private final Map<Integer, Integer> losses = new HashMap<>();

  Job(Work work, Object[] elements, JobOptions options) {
    this.number = work.number();
    this.work = work;
    this.stored = work.isStored();
    this.readership = work.readership();
    this.elements = elements;
    this.chunk = options.chunk();
    this.options = options.task();
  }

  /** The outcomes of consecutive tasks have come. */
  abstract void decide(int from, Object[] outcomes);

  /** All tasks that are undecided have the same fate. */
  abstract void failAll(Throwable why);

  /** Whether nobody waits for what is still undecided of it. */
  abstract boolean isDone();

  /** Whether each outcome is wanted at once, before those of the tasks beside it. */
  abstract boolean isStreamed();

  /** The number of a task, as the caller counts. */
  abstract long numberOf(int index);

  /** What messages call an element. */
  final String nameOf(int index) {
    return "tasks[" + numberOf(index) + "]";
  }

  /** The job of which a task is a task. */
  Job callAt(int index) {
    return this;
  }

  /** Whether a task of this is one of that job. */
  boolean includes(Job job) {
    return job == this;
  }

  final int number() {
    return number;
  }

  final TaskOptions options() {
    return options;
  }

  /** How long a task may take; {@link Limits#NONE} for any time. */
  final long timeoutNanos() {
    return options.timeoutNanos();
  }

  /** The serialized function, or task with its arguments; null if nobody waits any more. */
  final synchronized byte[] packed() {
    return work == null ? null : work.packed();
  }

  /** Whether what is packed is in a file of its own. */
  final boolean isStored() {
    return stored;
  }

  /** What became of the workers that read its function. */
  final Readership readership() {
    return readership;
  }

  /** Whether it is one task with its arguments. */
  final boolean isCall() {
    return number == 0;
  }

  /** How many elements count as one task of a worker. */
  final int chunk() {
    return chunk;
  }

  final synchronized Object element(int index) {
    return elements == null ? null : elements[index];
  }

  /** Serializes a part of the elements; null if nobody waits for them any more. */
  final byte[] encode(int from, int to, Serializer serializer) {
    Object[] part;
    synchronized (this) {
      if (elements == null) {
        return null;
      }
      part = Arrays.copyOfRange(elements, from, to, Object[].class);
    }
    return serializer.dumps(part);
  }

  /** Runs a task in this process. */
  @SuppressWarnings("unchecked") // the pool's methods pair functions with their elements
  final Object run(int index) throws Exception {
    Object task;
    Object element;
    synchronized (this) {
      if (work == null) {
        throw new CancellationException();
      }
      task = work.task();
      element = elements == null ? null : elements[index];
    }
    return isCall()
        ? Calls.run((Object[]) task)
        : ((SerializableFunction<Object, Object>) task).apply(element);
  }

  /** Whether some of it is, or was, in the hands of a worker that may have begun it. */
  void setBegun(boolean begun) {
    this.begun = begun;
  }

  final boolean isBegun() {
    return begun;
  }

  /** Whether a task whose worker was lost is to be tried again; counts the loss. */
  boolean retries(int index) {
    synchronized (this) {
      return losses.merge(index, 1, Integer::sum) <= options.retries();
    }
  }

  /** How often the worker of a task was lost. */
  int losses(int index) {
    synchronized (this) {
      return losses.getOrDefault(index, 0);
    }
  }

  /** Nobody waits for the results any more. */
  final synchronized void forget() {
    if (work != null) {
      work.discard();
    }
    work = null;
    if (elements != null && elements.length >= LARGE) {
      // as Results says of large arrays; and it may still lie among old objects
      Arrays.fill(elements, null);
    }
    elements = null;
  }
}
