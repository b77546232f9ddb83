/**
 * Make processes wait for each other: the counterpart of the locks of Python's {@code
 * multiprocessing}. Nothing is in it yet.
 */
package multiprocessing.sync;
