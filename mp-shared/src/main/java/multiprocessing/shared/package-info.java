/**
 * Read and write the same bytes: the counterpart of Python's {@code multiprocessing.shared_memory}
 * and {@code sharedctypes}. Nothing is in it yet.
 */
package multiprocessing.shared;
