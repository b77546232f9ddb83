/**
 * Hands objects from any number of processes to any number of processes: Python's {@code
 * multiprocessing.queues}.
 *
 * <p>A queue is a ring of bytes in shared memory, and grows by a larger ring when it is full. There
 * is no feeder thread: {@code put} has put when it returns. A process that is killed at any instant
 * takes with it at most the one object that it was just putting or getting.
 */
package multiprocessing.queues;
