/** Placeholder. */
package multiprocessing.benchmarks;
