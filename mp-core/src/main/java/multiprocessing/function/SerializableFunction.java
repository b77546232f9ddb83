package multiprocessing.function;

import java.io.Serializable;

/**
 * A function of one argument that may throw and can travel to another process.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableFunction<A, R> extends Serializable {

  /**
   * Computes the result.
   *
   * @param argument what to work on
   * @return the result; may be null
   * @throws Exception if the work failed
   */
  R apply(A argument) throws Exception;
}
