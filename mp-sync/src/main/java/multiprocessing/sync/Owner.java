package multiprocessing.sync;

/**
 * Who holds a lock.
 *
 * @param pid its process id; valid in its own pid namespace only
 * @param processName its name, such as {@code MainProcess}; empty if it has just taken the lock for
 *     the first time
 */
public record Owner(long pid, String processName) {}
