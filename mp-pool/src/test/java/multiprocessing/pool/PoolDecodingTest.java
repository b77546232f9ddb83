package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import multiprocessing.ProcessStartException;
import multiprocessing.SerializationException;
import multiprocessing.pool.WordsTest.Unspeakable;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Results and exceptions that resist being told cost their own task and nothing else. */
@ProcessTest
class PoolDecodingTest {

  @Test
  void outcomesThatResistCostTheirOwnTaskAndNoWorker() throws Exception {
    try (Pool pool = new Pool(1)) {
      List<Integer> elements = IntStream.range(0, 10).boxed().toList();
      List<Outcome<Object>> outcomes = pool.mapOutcomes(PoolDecodingTest::resist, elements, 10);
      assertInstanceOf(WithoutCause.class, failure(outcomes.get(1)));
      assertInstanceOf(Unspeakable.class, failure(outcomes.get(3)));
      Throwable unreadable = failure(outcomes.get(5));
      assertInstanceOf(SerializationException.class, unreadable);
      assertTrue(
          unreadable.getMessage().startsWith("the result of a task cannot be rebuilt here"),
          unreadable::getMessage);
      Throwable unwritable = failure(outcomes.get(7));
      assertInstanceOf(SerializationException.class, unwritable);
      assertTrue(
          unwritable.getMessage().startsWith("the result of a task cannot be sent back"),
          unwritable::getMessage);
      for (int i = 0; i < 10; i += 2) {
        assertEquals(i, outcomes.get(i).get());
      }
      assertEquals(1, pool.stats().workersStarted());
    }
  }

  @Test
  void exceptionOfWhichNothingCanBeAskedReachesEveryWaiter() throws Exception {
    try (ThreadPool pool = new ThreadPool(1)) {
      AsyncResult<Object> result = pool.applyAsync(() -> resist(3));
      ExecutionException thrown = assertThrows(ExecutionException.class, result::get);
      assertInstanceOf(Unspeakable.class, thrown.getCause());
      assertThrows(Unspeakable.class, () -> pool.apply(() -> resist(3)));
      Throwable told =
          result
              .toCompletableFuture()
              .thenApply(value -> value)
              .handle((value, why) -> why.getCause())
              .get(10, TimeUnit.SECONDS);
      assertInstanceOf(TaskFailedException.class, told);
      assertInstanceOf(Unspeakable.class, told.getCause());
    }
  }

  private static Throwable failure(Outcome<Object> outcome) {
    return outcome.failure().orElseThrow();
  }

  private static Object resist(int kind) {
    return switch (kind) {
      case 1 -> throw new WithoutCause();
      case 3 -> throw new Unspeakable();
      case 5 -> new Unreadable();
      case 7 -> new Unwritable();
      default -> kind;
    };
  }

  @Test
  void initializerWhoseExceptionCannotBeToldFailsTheCallsAsAnyOther() {
    try (Pool pool =
        Pool.builder()
            .processes(1)
            .initializer(
                () -> {
                  throw new Unspeakable();
                })
            .build()) {
      ProcessStartException thrown =
          assertThrows(ProcessStartException.class, () -> pool.apply(() -> 1));
      assertTrue(
          thrown
              .getMessage()
              .contains("initializer failed in a worker: " + Unspeakable.class.getName()),
          thrown::getMessage);
      assertEquals(Endurance.INITIALIZER_TRIES, pool.stats().workersStarted());
    }
  }

  @Test
  void interruptFlagThatTheInitializerLeavesIsNotSeenByTheWorker() throws Exception {
    try (Pool pool =
        Pool.builder().processes(1).initializer(() -> Thread.currentThread().interrupt()).build()) {
      assertFalse(pool.apply(() -> Thread.currentThread().isInterrupted()));
      assertEquals(1, pool.stats().workersStarted());
    }
  }

  /** Does not say what its cause is. */
  static final class WithoutCause extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable getCause() {
      throw new AssertionError("asked for its cause");
    }
  }

  /** Can be written, and not be rebuilt anywhere. */
  static final class Unreadable implements Serializable {
    private static final long serialVersionUID = 1;

    private Object readResolve() {
      throw new Unspeakable();
    }
  }

  static final class Unwritable implements Serializable {
    private static final long serialVersionUID = 1;

    private Object writeReplace() {
      throw new Unspeakable();
    }
  }
}
