package multiprocessing.pool;

import multiprocessing.internal.time.Alarm;

/**
 * When a pool looks at its workers next; a thread from the first time on. Guarded by the ledger.
 */
final class Lookout {
  private final Runnable look;
  private Alarm alarm;
  private boolean set;
  private long at;

  Lookout(Runnable look) {
    this.look = look;
  }

  /** Looks in that time at the latest; {@link Limits#NONE} for no reason to. */
  void lookIn(long nanos) {
    if (nanos == Limits.NONE) {
      return;
    }
    long then = System.nanoTime() + nanos;
    if (!set || then - at < 0) {
      set = true;
      at = then;
      if (alarm == null) {
        alarm = new Alarm("mp-pool-watch-" + ProcessHandle.current().pid(), look);
        alarm.start();
      }
      alarm.set(then);
    }
  }

  /** It is looking now. */
  void looks() {
    set = false;
  }

  void end() {
    if (alarm != null) {
      alarm.end();
    }
  }
}
