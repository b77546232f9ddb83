package multiprocessing.internal.time;

/** How long to pause between two looks at something that tells nobody when it happens. */
public final class Pauses {
  /*
   * Short at first, because an answer is often on its way, then longer by a quarter each time, up to 2 ms. Where a
   * look itself takes long (at a thousand things, say), up to 19 times as long as a look: so a long wait never costs more
   * than a twentieth of a processor.
   */
  private static final long FIRST_NANOS = 20_000;
  private static final long LAST_NANOS = 2_000_000;
  private static final int SHARE = 19;

  private long pauseNanos = FIRST_NANOS * 4 / 5;
  private long lookBeganNanos = System.nanoTime();

  /** Begins the first look. */
  public Pauses() {}

  /** Ends a look; the next one begins after the pause that this returns, in nanoseconds. */
  public long nextNanos() {
    long now = System.nanoTime();
    long longest = Math.max(LAST_NANOS, SHARE * (now - lookBeganNanos));
    pauseNanos = Math.min(longest, pauseNanos + pauseNanos / 4);
    return pauseNanos;
  }

  /** Begins a look. */
  public void look() {
    lookBeganNanos = System.nanoTime();
  }
}
