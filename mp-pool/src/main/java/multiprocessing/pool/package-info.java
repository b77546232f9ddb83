/**
 * Many tasks, few processes, each outcome reported exactly once: the counterpart of Python's {@code
 * multiprocessing.pool}.
 */
package multiprocessing.pool;
