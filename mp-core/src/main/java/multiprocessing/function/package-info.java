/**
 * Functional types that travel: a lambda or method reference written where one of them is expected
 * is {@link java.io.Serializable} and may throw, so it is a legal task for another process.
 */
package multiprocessing.function;
