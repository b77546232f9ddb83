/** Sockets as sources and sinks of bytes, with interrupts and deadlines that lose nothing. */
package multiprocessing.internal.socket;
