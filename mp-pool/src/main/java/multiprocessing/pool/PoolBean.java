package multiprocessing.pool;

import java.util.function.Supplier;

/** The numbers of one pool. */
final class PoolBean implements PoolMXBean {
  private final Supplier<PoolStats> stats;

  PoolBean(Supplier<PoolStats> stats) {
    this.stats = stats;
  }

  @Override
  public String getSince() {
    return stats.get().since().toString();
  }

  @Override
  public int getWorkersReady() {
    return stats.get().workersReady();
  }

  @Override
  public int getWorkersBusy() {
    return stats.get().workersBusy();
  }

  @Override
  public long getTasksWaiting() {
    return stats.get().tasksWaiting();
  }

  @Override
  public long getTasksRunning() {
    return stats.get().tasksRunning();
  }

  @Override
  public long getTasksDone() {
    return stats.get().tasksDone();
  }

  @Override
  public long getTasksFailed() {
    return stats.get().tasksFailed();
  }

  @Override
  public long getTasksDropped() {
    return stats.get().tasksDropped();
  }

  @Override
  public long getTasksTimedOut() {
    return stats.get().tasksTimedOut();
  }

  @Override
  public long getTasksTriedAgain() {
    return stats.get().tasksTriedAgain();
  }

  @Override
  public long getWorkersStarted() {
    return stats.get().workersStarted();
  }

  @Override
  public long getWorkersLost() {
    return stats.get().workersLost();
  }
}
