package multiprocessing.pool;

import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableFunction;

/**
 * A function of two arguments as one of a pair.
 *
 * @param function the function of two
 */
record Star<A, B, R>(SerializableBiFunction<? super A, ? super B, ? extends R> function)
    implements SerializableFunction<Star.Pair<A, B>, R> {

  @Override
  public R apply(Pair<A, B> pair) throws Exception {
    return function.apply(pair.first(), pair.second());
  }

  /** What the caller gave: the function of two, if it is one of these, or itself. */
  static Object within(Object function) {
    return function instanceof Star<?, ?, ?> star ? star.function() : function;
  }

  /**
   * Two arguments; unlike most {@code Map.Entry}s it travels, and nobody changes it.
   *
   * @param first the first
   * @param second the second
   */
  record Pair<A, B>(A first, B second) {}
}
