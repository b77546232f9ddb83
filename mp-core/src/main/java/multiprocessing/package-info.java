/**
 * Start a child JVM, know its fate, and be told exactly what went wrong: the counterpart of
 * Python's {@code multiprocessing} module.
 */
package multiprocessing;
