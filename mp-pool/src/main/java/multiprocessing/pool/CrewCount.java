package multiprocessing.pool;

import java.util.List;

/** What has become of a pool's workers, counted; guarded by the ledger. */
final class CrewCount {
  private long started;
  private long lost;
  private long timedOut;
  private long triedAgain;

  void hasStarted() {
    started++;
  }

  /** One has ended that was to go on. */
  void hasLostOne() {
    lost++;
  }

  /** A task has taken too long. */
  void hasTimedOut() {
    timedOut++;
  }

  /** A task that was begun is begun once more. */
  void triesAgain() {
    triedAgain++;
  }

  /**
   * A snapshot.
   *
   * @param tally what was counted elsewhere
   */
  PoolStats stats(Tally tally, List<Worker> workers, SpanQueue queue) {
    WorkCount now = new WorkCount();
    workers.forEach(worker -> worker.count(now));
    queue.forEach(span -> now.addTasks(span.job().isDone() ? 0 : span.size(), 0));
    return new PoolStats(
        tally.since(),
        now.workersReady(),
        now.workersBusy(),
        now.waiting(),
        now.running(),
        tally.done(),
        tally.failed(),
        tally.dropped(),
        timedOut,
        triedAgain,
        started,
        lost);
  }
}
