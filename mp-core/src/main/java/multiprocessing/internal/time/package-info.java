/** One idea of time for all waits. */
package multiprocessing.internal.time;
