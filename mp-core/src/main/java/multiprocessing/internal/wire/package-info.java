/** Frames, authenticates and (de)serializes one message; for this library's own modules only. */
package multiprocessing.internal.wire;
