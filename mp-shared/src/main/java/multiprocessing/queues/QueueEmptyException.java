package multiprocessing.queues;

import multiprocessing.ProcessException;

/** Nothing was in a queue, and nothing came in time (Python's {@code queue.Empty}). */
public final class QueueEmptyException extends ProcessException {
  private static final long serialVersionUID = 1;

  QueueEmptyException(String message) {
    super(message);
  }
}
