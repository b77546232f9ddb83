package multiprocessing.internal.launch;

import java.util.concurrent.TimeUnit;

/**
 * How many standbys there may be, and for how long.
 *
 * @param most how many at most; 0 turns them off
 * @param lingerNanos how long without a start until there is one less
 */
record StandbyLimits(int most, long lingerNanos) {
  /** How many standbys there may be at most; 0 turns them off. */
  static final String MOST = "multiprocessing.forkserver.standbys";

  /** After how many milliseconds without a start there is one less. */
  static final String LINGER = "multiprocessing.forkserver.lingerMillis";

  private static final long LINGER_MILLIS = 20_000;
  private static final int CEILING = 8;

  /** What an idle standby takes for itself, rounded up. */
  private static final long STANDBY_BYTES = 40L << 20;

  /** Standbys may take one part of this many of the memory that is free. */
  private static final int MEMORY_SHARE = 8;

  /** From the system properties, and where they are silent from the number of processors. */
  static StandbyLimits now() {
    long usual = Math.min(CEILING, 2L * Runtime.getRuntime().availableProcessors());
    return new StandbyLimits(
        (int) Math.max(0, Math.min(number(MOST, usual), 1_000)),
        TimeUnit.MILLISECONDS.toNanos(Math.max(1, number(LINGER, LINGER_MILLIS))));
  }

  /** How many more there is memory for. */
  static int room() {
    return (int) Math.min(Integer.MAX_VALUE, FreeMemory.bytes() / MEMORY_SHARE / STANDBY_BYTES);
  }

  private static long number(String property, long otherwise) {
    String value = System.getProperty(property);
    if (value == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "system property " + property + " is not a whole number: '" + value + "'", e);
    }
  }
}
