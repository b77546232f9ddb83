package multiprocessing.pool;

import java.io.IOException;
import java.io.InterruptedIOException;
import multiprocessing.spi.Serializer;

/** Puts spans into words for one worker, and sends them. */
final class Outbox {
  private final Freight freight;
  private final Serializer serializer;

  // The number of the function that the worker has; used by one sender at a time
  private volatile int functionSent;

  Outbox(Freight freight, Serializer serializer) {
    this.freight = freight;
    this.serializer = serializer;
  }

  /** The message for a span; null if nobody waits for it any more, or if it cannot be sent. */
  byte[][] message(Span span) {
    Job job = span.job();
    try {
      byte[] packed = job.packed();
      if (span.isCall()) {
        return packed == null ? null : single(job, packed);
      }
      byte[] elements = span.elements(serializer);
      if (packed == null || elements == null) {
        return null;
      }
      int number = job.number();
      byte[] function = number == functionSent ? null : packed;
      functionSent = number;
      byte type = job.isStreamed() ? Messages.STREAM : Messages.SPAN;
      return Messages.span(type, number, function, elements);
    } catch (RuntimeException | Error e) {
      job.failAll(e); // changed by its owner since it was first serialized, or too large
      return null;
    }
  }

  private static byte[][] single(Job job, byte[] packed) {
    return job.isStored() ? Messages.stored(packed) : Messages.single(packed);
  }

  /** The worker could not rebuild the function that was sent last. */
  void forgetFunction() {
    functionSent = 0;
  }

  /**
   * Sends a message whole, whatever becomes of the interrupt flag meanwhile.
   *
   * @return why it was not sent, such as a lack of memory; null if it was, or the worker is gone
   */
  Throwable deliver(byte[]... message) {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try {
          freight.send(message);
          return null;
        } catch (InterruptedIOException e) {
          interrupted = true; // nothing of it was sent
        }
      }
    } catch (IOException e) {
      return null; // the worker is gone: its listener notices that too, and decides
    } catch (RuntimeException | Error e) {
      return e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
