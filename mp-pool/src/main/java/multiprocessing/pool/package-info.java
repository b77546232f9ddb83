/** Placeholder. */
package multiprocessing.pool;
