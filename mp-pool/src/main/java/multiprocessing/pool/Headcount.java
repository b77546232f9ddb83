package multiprocessing.pool;

/**
 * How many workers a pool has.
 *
 * @param least so many also when there is nothing to do
 * @param most no more than so many at work
 * @param idleNanos how long one beyond the least may have nothing to do
 */
record Headcount(int least, int most, long idleNanos) {
  /** How long one that has nothing to do stays; {@link Limits#NONE} if none ever leaves. */
  long patienceNanos() {
    return least < most ? idleNanos : Limits.NONE;
  }
}
