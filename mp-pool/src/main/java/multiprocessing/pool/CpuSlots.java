package multiprocessing.pool;

import java.util.List;

/** Which set of processors each worker gets; guarded by the ledger. */
final class CpuSlots {
  /** The slot of a worker that is not pinned. */
  static final int NONE = -1;

  private final int[] starting;

  CpuSlots(int slots) {
    this.starting = new int[slots];
  }

  /**
   * The slot of a worker that is about to be started: the one that the fewest have. One that does
   * its last has left its slot to its successor.
   */
  int take(List<Worker> workers) {
    if (starting.length == 0) {
      return NONE;
    }
    int[] held = starting.clone();
    for (Worker worker : workers) {
      held[worker.slot()] += worker.isSpent() ? 0 : 1;
    }
    int slot = 0;
    for (int i = 1; i < held.length; i++) {
      slot = held[i] < held[slot] ? i : slot;
    }
    starting[slot]++;
    return slot;
  }

  /** That worker is among the others now, or could not be started. */
  void taken(int slot) {
    if (slot != NONE) {
      starting[slot]--;
    }
  }
}
