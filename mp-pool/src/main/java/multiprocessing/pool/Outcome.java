package multiprocessing.pool;

import java.util.Objects;
import java.util.Optional;

/**
 * What came of one element of {@code mapOutcomes}: its result, or its exception.
 *
 * @param <R> the type of the result
 */
public sealed interface Outcome<R> {

  /**
   * A result.
   *
   * @param <R> its type
   * @param value the result; may be null
   */
  record Success<R>(R value) implements Outcome<R> {}

  /**
   * A failure.
   *
   * @param <R> the type that the result would have had
   * @param exception the task's own exception, a {@link WorkerLostException}, or whatever else kept
   *     it from a result
   */
  record Failure<R>(Throwable exception) implements Outcome<R> {

    /**
     * Makes a failure.
     *
     * @param exception what kept the task from a result
     */
    public Failure {
      Objects.requireNonNull(exception, "exception");
    }
  }

  /**
   * Whether there is a result.
   *
   * @return false if there is an exception
   */
  default boolean isSuccess() {
    return this instanceof Success;
  }

  /**
   * The result.
   *
   * @return the result; may be null
   * @throws TaskFailedException around a checked exception of the task; an unchecked one is thrown
   *     as it is
   */
  default R get() {
    if (this instanceof Failure<R> failure) {
      throw Rethrow.asUnchecked(failure.exception());
    }
    return ((Success<R>) this).value();
  }

  /**
   * The exception.
   *
   * @return the exception, or nothing if there is a result
   */
  default Optional<Throwable> failure() {
    return this instanceof Failure<R> failure ? Optional.of(failure.exception()) : Optional.empty();
  }
}
