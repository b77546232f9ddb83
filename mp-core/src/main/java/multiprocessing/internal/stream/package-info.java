/** What a connection stands on: a source and a sink of bytes, whatever carries them. */
package multiprocessing.internal.stream;
