package multiprocessing.internal.launch;

import java.util.concurrent.TimeUnit;

/** How many standbys are wanted, and when the next may be launched; not safe for threads. */
final class StandbyDemand {
  /*
   * Each start that finds no standby raises the number wanted by one; each while without a start lowers it by one.
   * What a start has taken is replaced a little later, so that the new JVM's boot does not compete with the task's
   * first steps; the rest is counted from the last start of a flock, but it is never longer than LONGEST_REST.
   */
  /** A user's start that was served has this long for itself. */
  static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** One that was not takes longer. */
  static final long COLD_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** However many starts there are, the next launch is no later than this after the first. */
  static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private int wanted;
  private boolean resting;
  private long restEndNanos;
  private long restEndAtLatestNanos;
  private long lastStartNanos;

  int wanted() {
    return wanted;
  }

  /** A start was served by a standby that was ready. */
  void served(long now) {
    started(now, REST_NANOS, REST_NANOS);
  }

  /** A start was not. */
  void missed(long now, int most) {
    wanted = Math.min(wanted + 1, most);
    started(now, COLD_REST_NANOS, LONGEST_REST_NANOS);
  }

  /** Starts will follow: at least one standby is wanted, now. */
  void expect(long now, int most) {
    wanted = Math.min(Math.max(wanted, 1), most);
    lastStartNanos = now;
    resting = false;
  }

  /** Nothing is wanted until the next start. */
  void forget() {
    wanted = 0;
    resting = false;
  }

  /** How long until something may be launched; 0 for now. */
  long restNanos(long now) {
    if (resting) {
      long left = Math.min(restEndNanos - now, restEndAtLatestNanos - now);
      if (left > 0) {
        return left;
      }
      resting = false;
    }
    return 0;
  }

  /**
   * Lowers the number wanted if there was no start for a while.
   *
   * @return how long until it must be asked again
   */
  long lingerNanos(long now, long lingerNanos) {
    while (wanted > 0 && now - lastStartNanos >= lingerNanos) {
      wanted--;
      lastStartNanos += lingerNanos;
    }
    return lingerNanos - (now - lastStartNanos);
  }

  private void started(long now, long rest, long longestRest) {
    lastStartNanos = now;
    if (!resting) {
      resting = true;
      restEndAtLatestNanos = now + longestRest;
    }
    restEndNanos = now + rest;
  }
}
