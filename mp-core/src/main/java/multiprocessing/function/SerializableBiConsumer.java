package multiprocessing.function;

import java.io.Serializable;

/**
 * A task with two arguments and no result that may throw and can travel to another process.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 */
@FunctionalInterface
public interface SerializableBiConsumer<A, B> extends Serializable {

  /**
   * Does the work.
   *
   * @param first the first argument
   * @param second the second argument
   * @throws Exception if the work failed
   */
  void accept(A first, B second) throws Exception;
}
