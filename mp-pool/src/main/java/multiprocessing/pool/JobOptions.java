package multiprocessing.pool;

/**
 * How a job is done.
 *
 * @param chunk how many elements count as one task of a worker
 * @param task how each of its tasks is done
 * @param callbacks whom to call when the outcome is known
 * @param tally where its outcomes are counted
 * @param progress is told of each outcome; or null
 */
record JobOptions(
    int chunk, TaskOptions task, Callbacks.Pair callbacks, Tally tally, Progress progress) {

  /** A job whose progress nobody asks for. */
  JobOptions(int chunk, TaskOptions task, Callbacks.Pair callbacks, Tally tally) {
    this(chunk, task, callbacks, tally, null);
  }
}
