package multiprocessing.pool;

import multiprocessing.ProcessStartException;

/** How often workers that end are replaced by others; guarded by the ledger. */
final class Endurance {
  /** So many workers beyond the pool's size may die in a row; then the next waits for work. */
  private static final int FRUITLESS_DEATHS = 2;

  /** So many initializers may fail in a row. */
  static final int INITIALIZER_TRIES = 3;

  private final int size;
  private int fruitlessDeaths;
  private int failedInitializers;

  Endurance(int size) {
    this.size = size;
  }

  /** One is ready for tasks. */
  void hasStarted() {
    failedInitializers = 0;
  }

  /** One has done what it was given. */
  void hasWorked() {
    fruitlessDeaths = 0;
  }

  void hasEnded(Worker worker) {
    fruitlessDeaths += worker.supervision().isDoomed() || worker.isSpent() ? 0 : 1;
    failedInitializers += worker.listener().failedInInitializer() ? 1 : 0;
  }

  /** Whether so many have died that another is started for work only. */
  boolean isOver() {
    return fruitlessDeaths >= size + FRUITLESS_DEATHS;
  }

  /**
   * Whether another may fare better than one that has ended.
   *
   * @param notStarted why that one never was ready; null if it was
   */
  boolean hasHopeAfter(Worker ended, ProcessStartException notStarted) {
    return notStarted == null
        || (ended.listener().wasKilledByOthers() && !isOver())
        || (ended.listener().failedInInitializer() && failedInitializers < INITIALIZER_TRIES);
  }
}
