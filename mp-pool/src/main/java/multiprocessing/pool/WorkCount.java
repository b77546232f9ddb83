package multiprocessing.pool;

/** Counts what a pool has to do at one moment; used under the ledger's lock. */
final class WorkCount {
  private int workersReady;
  private int workersBusy;
  private long waiting;
  private long running;

  void addWorker(boolean busy) {
    workersReady++;
    workersBusy += busy ? 1 : 0;
  }

  void addTasks(long moreWaiting, long moreRunning) {
    waiting += moreWaiting;
    running += moreRunning;
  }

  int workersReady() {
    return workersReady;
  }

  int workersBusy() {
    return workersBusy;
  }

  long waiting() {
    return waiting;
  }

  long running() {
    return running;
  }
}
