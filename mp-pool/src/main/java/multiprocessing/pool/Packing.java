package multiprocessing.pool;

import multiprocessing.SerializationException;

/** How tasks get ready for a crew: as bytes for processes, as they are for threads. */
interface Packing {

  /** One call: the task and its arguments; throws a SerializationException if it cannot travel. */
  Work call(Object... taskAndArguments);

  /** A function that will be applied to many elements; throws as {@link #call}. */
  Work function(Object function);

  /**
   * Consecutive tasks of a job.
   *
   * @throws SerializationException if an element cannot travel; it is named
   */
  Span span(Job job, int from, int to);

  /** So many elements may go to a worker together although their chunks are smaller. */
  int together();
}
