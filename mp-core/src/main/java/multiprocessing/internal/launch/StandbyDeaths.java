package multiprocessing.internal.launch;

import java.util.concurrent.TimeUnit;

/**
 * Stops the launching of standbys that only die, as those do whose options or preloaded classes end
 * the JVM; not safe for threads.
 */
final class StandbyDeaths {
  /** As many deaths in a row, with no standby used between them, stop the launching. */
  static final int TOO_MANY = 10;

  /** For this long. */
  static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private int inARow;
  private long lastNanos;

  void died(long now) {
    inARow++;
    lastNanos = now;
  }

  /** A standby was used, or other ones are wanted now. */
  void forget() {
    inARow = 0;
  }

  /** How long until the next launch is sensible; 0 for now. */
  long pauseNanos(long now) {
    if (inARow < TOO_MANY) {
      return 0;
    }
    long left = PAUSE_NANOS - (now - lastNanos);
    if (left <= 0) {
      inARow = 0;
    }
    return Math.max(0, left);
  }
}
