/** Placeholder. */
package multiprocessing.testkit;
