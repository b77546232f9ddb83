package multiprocessing.benchmarks;

/** What the number that a peer answers is. */
enum Measure {
  /** Nanoseconds per unit. */
  TIME,
  /** Bytes. */
  MEMORY,
  /** Percent; more is better. */
  SHARE,
  /** Tasks per second; more is better. */
  RATE
}
