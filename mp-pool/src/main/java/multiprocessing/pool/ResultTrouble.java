package multiprocessing.pool;

import multiprocessing.SerializationException;

/**
 * Says that a task succeeded but its result cannot travel (Python's {@code MaybeEncodingError}).
 */
final class ResultTrouble {
  private ResultTrouble() {}

  static SerializationException of(Object result, Throwable why) {
    return new SerializationException(
        "the result of a task cannot be sent back: "
            + result.getClass().getName()
            + ": "
            + Words.reason(why),
        why instanceof SerializationException ? null : why);
  }
}
