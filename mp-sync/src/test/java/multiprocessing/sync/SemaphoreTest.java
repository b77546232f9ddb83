package multiprocessing.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import multiprocessing.Process;
import multiprocessing.sync.Crew.Hand;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Semaphore and BoundedSemaphore, as CPython's tests have them, and with deaths. */
@ProcessTest
class SemaphoreTest {

  @Test
  void permitsAreCountedExactly() throws Exception {
    countDownAndUp(new Semaphore(2));
    countDownAndUp(new BoundedSemaphore(2));
  }

  private static void countDownAndUp(Semaphore semaphore) throws Exception {
    assertEquals(2, semaphore.getValue());
    semaphore.acquire();
    assertTrue(semaphore.tryAcquire());
    assertEquals(0, semaphore.getValue());
    assertTrue(semaphore.locked());
    assertFalse(semaphore.tryAcquire());
    assertFalse(semaphore.acquire(Crew.SHORT));
    assertEquals(0, semaphore.getValue());
    semaphore.release();
    semaphore.release();
    assertEquals(2, semaphore.getValue());
    assertFalse(semaphore.locked());
  }

  @Test
  void thereMayBeMorePermitsThanAtFirst() {
    Semaphore semaphore = new Semaphore(2);
    semaphore.release();
    semaphore.release();
    assertEquals("<Semaphore(value=4)>", semaphore.toString());
  }

  @Test
  void boundedOneRefusesAReleaseTooMany() {
    BoundedSemaphore semaphore = new BoundedSemaphore(2);
    IllegalStateException e = assertThrows(IllegalStateException.class, semaphore::release);
    assertEquals("semaphore or lock released too many times", e.getMessage());
    assertEquals("<BoundedSemaphore(value=2, maxvalue=2)>", semaphore.toString());
  }

  @Test
  void negativeNumberIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Semaphore(-1));
    assertEquals(0, new Semaphore(0).getValue());
  }

  @Test
  void permitWakesAProcessThatWaits() throws Exception {
    Semaphore semaphore = new Semaphore(0);
    Process process = Crew.start(SemaphoreTest::take, semaphore);
    semaphore.release();
    assertEquals(0, Crew.end(process));
    assertEquals(0, semaphore.getValue());
  }

  @Test
  void nobodyIsInsideTooMany() throws Exception {
    Inside inside = new Inside(new Semaphore(2), new SharedCounter(), new SharedCounter());
    Crew.endWell(Crew.start(4, SemaphoreTest::enterAndLeave, inside));
    assertEquals(0, inside.tooMany.get());
    assertEquals(4 * 2_000, inside.passed.get());
    assertEquals(2, inside.semaphore.getValue());
  }

  @Test
  void waiterThatGivesUpTakesNoPermitWithIt() throws Exception {
    Semaphore semaphore = new Semaphore(0);
    Hand one = new Hand(semaphore::acquire).waiting();
    Hand other = new Hand(semaphore::acquire).waiting();
    one.thread().interrupt();
    assertInstanceOf(InterruptedException.class, one.end());
    semaphore.release();
    assertNull(other.end());
    assertEquals(0, semaphore.getValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"line.entered", "line.waiting", "line.woken"})
  void whoDiesWaitingTakesNoPermitWithIt(String step) throws Exception {
    Semaphore semaphore = new Semaphore(0);
    Process doomed = Crew.doomed(step, SemaphoreTest::take, semaphore);
    Hand other = new Hand(semaphore::acquire).waiting();
    assertEquals(-9, Crew.end(doomed));
    semaphore.release();
    assertNull(other.end());
    assertEquals(0, semaphore.getValue());
  }

  @Test
  void permitsOfTheDeadAreGone() throws Exception {
    Semaphore semaphore = new Semaphore(2);
    assertEquals(-9, Crew.end(Crew.doomed("semaphore.taken", SemaphoreTest::take, semaphore)));
    assertEquals(1, semaphore.getValue());
  }

  @Test
  void permitOfOneThatDiesReleasingIsThere() throws Exception {
    Semaphore semaphore = new Semaphore(0);
    Hand waiter = new Hand(semaphore::acquire).waiting();
    Process doomed = Crew.doomed("semaphore.released", Semaphore::release, semaphore);
    assertEquals(-9, Crew.end(doomed)); // before it has called anybody
    assertNull(waiter.end());
  }

  @Test
  void moreThreadsThanTheLineHoldsGetTheirPermits() throws Exception {
    Semaphore semaphore = new Semaphore(0);
    List<Hand> hands =
        java.util.stream.IntStream.range(0, 300)
            .mapToObj(i -> new Hand(semaphore::acquire))
            .toList();
    hands.forEach(ignored -> semaphore.release());
    for (Hand hand : hands) {
      assertNull(hand.end());
    }
    assertEquals(0, semaphore.getValue());
  }

  private static void take(Semaphore semaphore) throws Exception {
    semaphore.acquire();
  }

  private static void enterAndLeave(Inside inside) throws Exception {
    for (int i = 0; i < 2_000; i++) {
      try (Held held = inside.semaphore.hold()) {
        if (inside.semaphore.getValue() > 1) {
          inside.tooMany.increment();
        }
        inside.passed.increment();
      }
    }
  }

  private record Inside(Semaphore semaphore, SharedCounter tooMany, SharedCounter passed) {}
}
