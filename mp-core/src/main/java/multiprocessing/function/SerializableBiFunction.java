package multiprocessing.function;

import java.io.Serializable;

/**
 * A function of two arguments that may throw and can travel to another process.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableBiFunction<A, B, R> extends Serializable {

  /**
   * Computes the result.
   *
   * @param first the first argument
   * @param second the second argument
   * @return the result; may be null
   * @throws Exception if the work failed
   */
  R apply(A first, B second) throws Exception;
}
