package multiprocessing.function;

import java.io.Serializable;

/**
 * A task without a result that may throw and can travel to another process.
 *
 * <p>Its abstract method is {@link #call()}, so that a lambda body may throw; {@link #run()} makes
 * it usable wherever a {@link Runnable} is.
 */
@FunctionalInterface
@SuppressWarnings(
    "FunctionalInterfaceMethodChanged") // run() is what Runnable needs, no other behaviour
public interface SerializableRunnable extends Runnable, Serializable {

  /**
   * Does the work.
   *
   * @throws Exception if the work failed
   */
  void call() throws Exception;

  /**
   * Does the work where no checked exception may be thrown.
   *
   * @throws RuntimeException the task's own exception if it is unchecked, else an {@link
   *     IllegalStateException} around it
   */
  @Override
  default void run() {
    try {
      call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("task failed: " + e, e);
    }
  }
}
