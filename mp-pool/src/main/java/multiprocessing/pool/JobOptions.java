package multiprocessing.pool;

/**
 * How a job is done.
 *
 * @param chunk how many elements count as one task of a worker
 * @param task how each of its tasks is done
 * @param callbacks whom to call when the outcome is known
 * @param tally where its outcomes are counted
 */
record JobOptions(int chunk, TaskOptions task, Callbacks.Pair callbacks, Tally tally) {}
