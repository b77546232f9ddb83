package multiprocessing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void returnsTheFirstValueThatIsAsWanted() {
    AtomicInteger count = new AtomicInteger();
    assertEquals(
        3, Eventually.value("three", LIMIT, count::incrementAndGet, number -> number == 3));
  }

  @Test
  void failureNamesTheConditionTheLimitAndTheLastValue() {
    Duration limit = Duration.ofMillis(30);
    AssertionError plain =
        assertThrows(AssertionError.class, () -> Eventually.until("pigs fly", limit, () -> false));
    assertEquals("not within 30 ms: pigs fly", plain.getMessage());
    AssertionError valued =
        assertThrows(
            AssertionError.class,
            () -> Eventually.value("pigs", limit, () -> "walk", "fly"::equals));
    assertEquals("not within 30 ms: pigs; last seen: walk", valued.getMessage());
  }

  @Test
  void conditionIsReadOnceWhenThereIsNoTimeAtAll() {
    Eventually.until("at once", Duration.ZERO, () -> true);
  }

  @Test
  void interruptEndsTheWaitAndIsKept() {
    Thread.currentThread().interrupt();
    assertThrows(AssertionError.class, () -> Eventually.until("never", LIMIT, () -> false));
    assertTrue(Thread.interrupted());
  }
}
