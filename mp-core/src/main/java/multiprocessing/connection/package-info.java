/**
 * Move messages between two processes: the counterpart of Python's {@code
 * multiprocessing.connection}.
 */
package multiprocessing.connection;
