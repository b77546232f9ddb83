package multiprocessing.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits for a condition with a limit: what a test does instead of sleeping.
 *
 * <p>An interrupt ends the wait with an {@link AssertionError} and leaves the interrupt flag set.
 */
public final class Eventually {
  private static final long FIRST_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Eventually() {}

  /**
   * Waits until a condition holds.
   *
   * @param what the condition in words, as in "the worker is gone"
   * @param limit how long to wait; the condition is read at least once
   * @param condition read repeatedly by the calling thread
   * @throws AssertionError naming {@code what} and the limit, if it never held
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    requireNonNull(condition, "condition");
    if (!poll(what, limit, condition)) {
      throw new AssertionError("not within " + text(limit) + ": " + what);
    }
  }

  /**
   * Waits until a value is as wanted, and returns it.
   *
   * @param what the value in words
   * @param limit how long to wait; the value is read at least once
   * @param read gives the value, possibly null
   * @param wanted says whether it is the one waited for
   * @return the first value that was as wanted
   * @throws AssertionError naming {@code what}, the limit and the last value, if none was
   */
  public static <T> T value(
      String what, Duration limit, Supplier<? extends T> read, Predicate<? super T> wanted) {
    requireNonNull(read, "read");
    requireNonNull(wanted, "wanted");
    Last<T> last = new Last<>();
    if (!poll(what, limit, () -> wanted.test(last.keep(read.get())))) {
      throw new AssertionError(
          "not within " + text(limit) + ": " + what + "; last seen: " + last.value);
    }
    return last.value;
  }

  static boolean poll(String what, Duration limit, BooleanSupplier condition) {
    requireNonNull(what, "what");
    long start = System.nanoTime();
    long parkNanos = FIRST_PARK_NANOS;
    while (!condition.getAsBoolean()) {
      long left = limit.toNanos() - (System.nanoTime() - start);
      if (left <= 0) {
        return false;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted while waiting for: " + what);
      }
      LockSupport.parkNanos(Math.min(parkNanos, left));
      parkNanos = Math.min(parkNanos * 2, LONGEST_PARK_NANOS);
    }
    return true;
  }

  private static String text(Duration limit) {
    return limit.toMillis() + " ms";
  }

  private static final class Last<T> {
    private T value;

    T keep(T seen) {
      value = seen;
      return seen;
    }
  }
}
