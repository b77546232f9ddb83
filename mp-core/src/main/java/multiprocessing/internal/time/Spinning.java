package multiprocessing.internal.time;

/**
 * Whether it is worth a thread's while to look again and again for something before it blocks. Of
 * one thread at a time.
 */
public final class Spinning {
  /*
   * To wake a thread that sleeps on an idle processor takes tens of microseconds, so an answer that comes sooner is met
   * awake, by looking. That is in vain where nothing comes soon; and where the one who is to answer needs this very
   * processor, blocking hands it over at less cost. So between two looks the thread yields: a yield that
   * takes long has given the processor to somebody, and then it blocks. After some misses in a row most waits block at
   * once, and one in a while tries again.
   */
  private static final long LIMIT_NANOS = 40_000;

  /** A yield to nobody takes half a microsecond. */
  private static final long GIVEN_AWAY_NANOS = 2_000;

  private static final int PATIENCE = 3;
  private static final int LONGEST_SKIP = 64;

  // Mutable state
  private int misses;
  private int skip;
  private long beganNanos;
  private boolean gaveAway;

  /** Starts with confidence. */
  public Spinning() {}

  /** Begins a wait; returns false if it had better block at once. */
  public boolean begin() {
    if (skip > 0) {
      skip--;
      return false;
    }
    beganNanos = System.nanoTime();
    gaveAway = false;
    return true;
  }

  /** Pauses between two looks; returns false if it is time to block. */
  @SuppressWarnings("ThreadPriorityCheck") // whoever is to answer may need this processor
  public boolean pause() {
    long before = System.nanoTime();
    if (gaveAway || before - beganNanos > LIMIT_NANOS) {
      missed();
      return false;
    }
    Thread.yield();
    gaveAway = System.nanoTime() - before > GIVEN_AWAY_NANOS;
    return true;
  }

  /** Ends a wait: what was looked for is there. */
  public void found() {
    if (gaveAway) {
      missed();
    } else {
      misses = 0;
    }
  }

  private void missed() {
    misses++;
    skip = misses < PATIENCE ? 0 : Math.min(LONGEST_SKIP, 1 << Math.min(misses - PATIENCE, 10));
  }
}
