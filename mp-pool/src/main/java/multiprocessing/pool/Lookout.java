package multiprocessing.pool;

import java.util.concurrent.TimeUnit;
import multiprocessing.internal.time.Alarm;

/** When a pool looks at its workers next. Guarded by the ledger. */
final class Lookout {
  /** Who comes so late was stopped, or the machine was. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Alarm alarm;
  private boolean set;
  private long at;

  Lookout(Runnable look) {
    this.alarm = new Alarm("mp-pool-watch-" + ProcessHandle.current().pid(), look);
  }

  /** Starts its thread: at once, as later there may be none left when a task shall be watched. */
  void begin() {
    alarm.start();
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
      alarm.set(then);
    }
  }

  /** It is looking now; returns by how much this process was paused, if it was. */
  long looks() {
    long late = set ? System.nanoTime() - at : 0;
    set = false;
    return late < PAUSE_NANOS ? 0 : late;
  }

  void end() {
    alarm.end();
  }
}
