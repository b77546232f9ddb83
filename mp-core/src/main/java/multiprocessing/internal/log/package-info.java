/** What the library says of itself, for those who asked to hear it. */
package multiprocessing.internal.log;
