/**
 * Named pipes: made, opened without blocking, read and written with interrupts that lose nothing.
 */
package multiprocessing.internal.fifo;
