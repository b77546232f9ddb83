package multiprocessing.pool;

/**
 * What a job does, apart from its elements.
 *
 * @param number which function it is, in this pool; 0 for one call with its arguments
 * @param task the function, or an array of task and arguments; null where they travel
 * @param packed the same in bytes; null where nothing travels
 */
record Work(int number, Object task, byte[] packed) {

  boolean isCall() {
    return number == 0;
  }
}
