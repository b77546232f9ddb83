package multiprocessing.pool;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Objects;
import multiprocessing.spi.KryoSerializer;
import multiprocessing.spi.Serializer;

/**
 * A number of worker processes that run tasks (Python's {@code multiprocessing.pool.Pool}).
 *
 * <p>Any thread of the process that made the pool may use it. Tasks, their arguments and their
 * results travel between JVMs: what cannot travel is refused with the path to it.
 *
 * <p><b>If a worker dies</b>, the one task that it ran fails with a {@link WorkerLostException}, or
 * is tried again where {@link Builder#retryOnWorkerLost} asks for it; everything else goes to other
 * workers, and the worker is replaced. There is no broken pool. If no worker can be started, calls
 * fail with a {@link multiprocessing.ProcessStartException}. If this process dies, its workers end.
 *
 * <p><b>Nested.</b> A task may start processes and make pools of its own, to any depth. They end
 * with the worker, however it ends: when the task is cancelled or takes too long and its worker is
 * ended, when the worker is killed, when this program is. What a task leaves behind when it returns
 * goes on until then. Only a process that is made with {@code daemon(false)} outlives the worker.
 *
 * <p>{@link #close()} lets the pool finish what it has; {@link #terminate()} does not. A worker
 * that needs more than ten seconds to end after a close, because it is stopped or a shutdown hook
 * takes long, is killed. A pool that is never closed does not keep this JVM alive, and its workers
 * end with it.
 *
 * <p>A pool that was not closed and to which nothing refers any more is shut down when the garbage
 * collector finds it: what it was given is still done, then its workers end, and a warning of the
 * logger {@code multiprocessing} says so (Python's {@code ResourceWarning}; Python terminates it).
 * Its {@link AsyncResult}s and {@link ResultIterator}s, and the calls of {@link #with}, refer to
 * it. Do not rely on it: nobody knows when that will be.
 */
public final class Pool extends PoolBase {
  private final WorkLedger ledger;
  private final BeanKeeper bean;

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
    this(options, new KryoSerializer());
  }

  private Pool(Builder options, Serializer serializer) {
    this(
        options,
        options.travellingContext().with(new Parcels(serializer)),
        new WorkLedger(options.headcount(), serializer, options.workerSettings()));
  }

  private Pool(Builder options, Packing packing, WorkLedger ledger) {
    super(new Submission(opened(ledger), packing, options.imapWindow()), options.taskOptions());
    this.ledger = ledger;
    Tally tally = submission().tally();
    // a thread has the bean, so it must not refer to this
    this.bean = BeanKeeper.start(ledger, new PoolBean(() -> ledger.stats(tally)));
  }

  private static Crew opened(WorkLedger ledger) {
    ledger.open();
    return ledger;
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
   * The calls of this pool, done with other options than the builder's.
   *
   * @param options what is to be otherwise
   * @return this pool's calls; they end with it
   */
  @Override
  public TaskCalls with(TaskOptions options) {
    return new PoolCalls(this, Objects.requireNonNull(options, "options").or(options()));
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
   * What this pool has done, and what it has to do. Does not wait; also after the pool's end.
   *
   * @return a snapshot
   */
  public PoolStats stats() {
    return ledger.stats(submission().tally());
  }

  /**
   * What the workers are doing at this moment: for each one its process id, how many tasks it has
   * done, and the stacks of its threads, that of its tasks first. Waits up to a second for the
   * answers; the tasks go on.
   *
   * @return a text of many lines; a worker that does not answer, as one that is stopped, and one
   *     that still starts, is told as such, and so is that there are none
   * @throws InterruptedException if interrupted while waiting
   */
  public String dump() throws InterruptedException {
    try {
      return PoolDump.of(ledger);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  boolean awaitGone(long nanos) throws InterruptedException {
    return bean.awaitGone(nanos);
  }

  /** Describes a pool. */
  public static final class Builder extends PoolOptions<Builder> {

    private Builder() {}

    /**
     * Makes the pool and starts its workers; does not wait for them.
     *
     * @return a new pool
     * @throws IllegalArgumentException if {@link #minProcesses} is more than {@link #processes}, or
     *     if this process may not use one of the {@link #cpus}
     * @throws UnsupportedOperationException if there are {@link #cpus} and workers cannot be pinned
     *     here
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
