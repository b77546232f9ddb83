package multiprocessing.pool;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableConsumer;

/**
 * A value that each worker of a pool has of its own, such as a connection to a database: made when
 * a task of that worker first asks for it, kept for all its tasks.
 *
 * <pre>{@code
 * static final WorkerLocal<Model> MODEL = new WorkerLocal<>(() -> Model.load(path), Model::close);
 * ...
 * pool.map(text -> MODEL.get().classify(text), texts);
 * }</pre>
 *
 * <p>It may be captured by tasks and initializers, sent to workers in any way, or be in a static
 * field. What travels is the code that makes the value, never the value. A worker of a {@link Pool}
 * is a process: all its threads have the same value. A worker of a {@link ThreadPool} is a thread.
 * Elsewhere the value is the process's. All copies of an object that have travelled stand for the
 * same value; one in a static field is another in each process, and as good.
 *
 * <p>When a worker ends because its pool has no more tasks for it (the pool is closed, or it did as
 * many as {@code maxTasksPerChild} says), the exit code is called with the value, if one was made;
 * the value that was made last comes first. It has ten seconds in all, then a worker process is
 * killed. <b>If the worker is killed</b>, terminated, or ends itself, it is not called, nor outside
 * of workers; a thread of a {@code ThreadPool} calls it in any case.
 *
 * @param <T> the type of the value
 */
public final class WorkerLocal<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private final String id = UUID.randomUUID().toString();
  private final SerializableCallable<? extends T> maker;
  private final SerializableConsumer<? super T> exit;

  /**
   * A value with nothing to be done in the end.
   *
   * @param maker makes it, in the worker
   */
  public WorkerLocal(SerializableCallable<? extends T> maker) {
    this(maker, value -> {});
  }

  /**
   * A value that is to be given up in the end.
   *
   * @param maker makes it, in the worker
   * @param exit gives it up, in the worker, in the thread of its tasks. What it throws is told as
   *     an uncaught exception of that thread, and other values are given up all the same
   */
  public WorkerLocal(
      SerializableCallable<? extends T> maker, SerializableConsumer<? super T> exit) {
    this.maker = Objects.requireNonNull(maker, "maker");
    this.exit = Objects.requireNonNull(exit, "exit");
  }

  /**
   * The value of this worker. The first call makes it; another thread that asks meanwhile waits.
   *
   * @return the value; may be null
   * @throws TaskFailedException around a checked exception of the maker; an unchecked one is thrown
   *     as it is. The next call tries again
   */
  public T get() {
    return WorkerState.current().get(id, maker, exit);
  }
}
