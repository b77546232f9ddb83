package multiprocessing.pool;

import java.util.ArrayList;
import java.util.List;

/** The workers of a pool; guarded by the ledger. */
final class Roster {
  private final int size;
  private final List<Worker> workers = new ArrayList<>();
  private int starting;

  Roster(int size) {
    this.size = size;
  }

  List<Worker> all() {
    return workers;
  }

  /** Whether there is nobody, and nobody will come. */
  boolean isEmpty() {
    return workers.isEmpty() && starting == 0;
  }

  /** Whether there are fewer than there should be, without those that do their last. */
  boolean isShort() {
    int staying = starting;
    for (Worker worker : workers) {
      staying += worker.isSpent() ? 0 : 1;
    }
    return staying < size;
  }

  /** One is about to be started. */
  void startOne() {
    starting++;
  }

  /** That one is there now, or could not be started, if it is null. */
  void started(Worker worker) {
    starting--;
    if (worker != null) {
      workers.add(worker);
    }
  }

  void remove(Worker worker) {
    workers.remove(worker);
  }

  /**
   * One that can be given a span; null if there is none, or as many as there should be have one.
   */
  Worker idle() {
    int busy = 0;
    Worker idle = null;
    for (Worker worker : workers) {
      busy += worker.span() == null ? 0 : 1;
      idle = idle == null && worker.isIdle() ? worker : idle;
    }
    return busy < size ? idle : null;
  }

  /** Takes tasks back from the one that has most to spare; null if none has. */
  Span takeBack() {
    Worker richest = null;
    int most = 0;
    for (Worker worker : workers) {
      int spare = worker.spare();
      if (spare > most) {
        most = spare;
        richest = worker;
      }
    }
    return richest == null ? null : richest.takeBack();
  }
}
