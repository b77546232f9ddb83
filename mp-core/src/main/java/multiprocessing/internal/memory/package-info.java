/** Words and bytes in memory that two processes share. */
package multiprocessing.internal.memory;
