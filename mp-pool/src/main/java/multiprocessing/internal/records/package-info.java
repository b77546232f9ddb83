/** Log records on their way from a worker to its pool. Nobody's API. */
package multiprocessing.internal.records;
