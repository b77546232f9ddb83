package multiprocessing.pool;

/**
 * What a worker process of a pool is doing, at the moment of asking.
 *
 * @param pid its process id
 * @param ready whether it has started and can take tasks
 * @param busy whether it has tasks in hand
 * @param tasksDone how many tasks it has finished since its start
 */
public record WorkerStatus(long pid, boolean ready, boolean busy, long tasksDone) {}
