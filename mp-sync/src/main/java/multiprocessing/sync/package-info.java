/** Placeholder. */
package multiprocessing.sync;
