/** Measures the hot paths of this library beside CPython's: {@code ./bench}. Not published. */
package multiprocessing.benchmarks;
