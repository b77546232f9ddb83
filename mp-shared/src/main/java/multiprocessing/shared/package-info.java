/**
 * Read and write the same memory from several processes: Python's {@code
 * multiprocessing.sharedctypes} and {@code multiprocessing.shared_memory}.
 *
 * <p>{@link multiprocessing.shared.Value} makes single values and {@link
 * multiprocessing.shared.Array} arrays, each with a lock of its own; as an argument of a task,
 * captured by it, or sent over a connection, such an object is the same memory there. {@link
 * multiprocessing.shared.SharedMemory} and {@link multiprocessing.shared.ShareableList} have names,
 * by which also processes that are not of the family, and CPython, attach them.
 */
package multiprocessing.shared;
