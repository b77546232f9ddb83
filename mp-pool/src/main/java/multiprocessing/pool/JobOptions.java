package multiprocessing.pool;

/**
 * How a job is done.
 *
 * @param chunk how many elements count as one task of a worker
 * @param retries how often a task is tried again after its worker has died
 * @param timeoutNanos how long a task may take; {@link Limits#NONE} for any time
 * @param callbacks whom to call when the outcome is known
 */
record JobOptions(int chunk, int retries, long timeoutNanos, Callbacks.Pair callbacks) {}
