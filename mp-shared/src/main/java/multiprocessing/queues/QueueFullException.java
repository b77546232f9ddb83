package multiprocessing.queues;

import multiprocessing.ProcessException;

/** A queue was full, and no place came free in time (Python's {@code queue.Full}). */
public final class QueueFullException extends ProcessException {
  private static final long serialVersionUID = 1;

  QueueFullException(String message) {
    super(message);
  }
}
