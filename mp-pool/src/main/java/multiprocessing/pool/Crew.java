package multiprocessing.pool;

/** Who does the work of a pool: worker processes, or threads. */
interface Crew {
  String WAS_TERMINATED = "the pool was terminated before this task was finished";

  static IllegalStateException notRunning() {
    return new IllegalStateException("Pool not running: it was closed or terminated");
  }

  /** What becomes of each task that a terminated crew has not done. */
  static IllegalStateException terminated() {
    return new IllegalStateException(WAS_TERMINATED);
  }

  /** How many tasks run at a time. */
  int size();

  /** Throws an IllegalStateException if no new work is taken any more. */
  void requireOpen();

  /** Takes new work, or throws as {@link #requireOpen}. */
  void submit(Span span);

  /** More work will come by {@link #submitMore} until {@link #fulfil}; throws as requireOpen. */
  void pledge();

  /** Takes work that was pledged; fails its job if the crew was terminated since. */
  void submitMore(Span span);

  /** One pledge less: nothing more comes of it. */
  void fulfil();

  /** Forgets what nobody has begun of a job; may also stop what runs of it. */
  void cancel(Job job, boolean stopRunning);

  /** Takes no new work; ends when all work is done. */
  void shutdown();

  /** Ends as soon as possible; all jobs fail. */
  void terminate();

  boolean isOpen();

  /** Whether the calling thread runs a task of this crew, and would wait for itself. */
  default boolean isOfThisThread() {
    return false;
  }

  boolean hasEnded();

  default void awaitEnd() throws InterruptedException {
    while (!awaitEnd(Long.MAX_VALUE)) {
      // 292 years more
    }
  }

  boolean awaitEnd(long nanos) throws InterruptedException;
}
