/** Placeholder. */
package multiprocessing.shared;
