package multiprocessing.function;

import java.io.Serializable;

/**
 * A task with one argument and no result that may throw and can travel to another process.
 *
 * @param <A> the type of the argument
 */
@FunctionalInterface
public interface SerializableConsumer<A> extends Serializable {

  /**
   * Does the work.
   *
   * @param argument what to work on
   * @throws Exception if the work failed
   */
  void accept(A argument) throws Exception;
}
