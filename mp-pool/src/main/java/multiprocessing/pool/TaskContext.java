package multiprocessing.pool;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where a task runs, which one it is, and whether it is to end: in the task, {@link #current()}.
 * Made for the asking; it costs a task nothing that does not ask.
 *
 * <p>It may be given to threads that the task has started, in which {@code current()} is empty. It
 * does not travel to other processes.
 */
public final class TaskContext {
  // What the tasks of a thread are asked by, if it is one that runs tasks
  private static final ThreadLocal<Supplier<TaskContext>> SOURCE = new ThreadLocal<>();

  private final long taskNumber;
  private final int attempt;
  private final String workerName;
  private final BooleanSupplier cancelled;

  TaskContext(long taskNumber, int attempt, String workerName, BooleanSupplier cancelled) {
    this.taskNumber = taskNumber;
    this.attempt = attempt;
    this.workerName = workerName;
    this.cancelled = cancelled;
  }

  /**
   * The context of the task that the calling thread runs.
   *
   * @return the context, or nothing if this thread runs no task of a {@link TaskPool}, as in an
   *     initializer
   */
  public static Optional<TaskContext> current() {
    Supplier<TaskContext> source = SOURCE.get();
    return source == null ? Optional.empty() : Optional.ofNullable(source.get());
  }

  /** From now on this thread runs tasks; the source gives null between them. */
  static void runTasksFrom(Supplier<TaskContext> source) {
    SOURCE.set(source);
  }

  /**
   * Which task of its call it is.
   *
   * @return the position of its element, from 0; 0 for a call of one task
   */
  public long taskNumber() {
    return taskNumber;
  }

  /**
   * How often the task was begun, this time included.
   *
   * @return 1, and one more for each worker that it has lost ({@link
   *     Pool.Builder#retryOnWorkerLost})
   */
  public int attempt() {
    return attempt;
  }

  /**
   * The process that runs it.
   *
   * @return the id of this process
   */
  public long workerPid() {
    return ProcessHandle.current().pid();
  }

  /**
   * The name of the worker that runs it.
   *
   * @return the name of the worker process; of the thread, in a {@link ThreadPool}
   */
  public String workerName() {
    return workerName;
  }

  /**
   * Whether the task is to end, because its time is over or its call was cancelled with {@code
   * cancel(true)}: it was interrupted, or will be in a moment. Of use where an interrupt is not
   * noticed, as in a long calculation. Does not block. In a {@link ThreadPool}: whether nobody
   * waits for its result any more.
   *
   * @return true from then on, as long as the task runs
   */
  public boolean isCancelled() {
    return cancelled.getAsBoolean();
  }
}
