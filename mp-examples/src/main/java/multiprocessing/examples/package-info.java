/** Placeholder. */
package multiprocessing.examples;
