package multiprocessing.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import multiprocessing.Process;
import multiprocessing.sync.Crew.Hand;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Event, as CPython's tests have it, and with deaths. */
@ProcessTest
class EventTest {
  private final Event event = new Event();

  @Test
  void waitReturnsWhetherItIsSet() throws Exception {
    assertFalse(event.isSet());
    assertFalse(event.await(Duration.ZERO));
    assertFalse(event.await(Crew.SHORT));
    assertEquals("<Event unset>", event.toString());
    event.set();
    event.set();
    assertTrue(event.isSet());
    assertEquals("<Event set>", event.toString());
    event.await();
    assertTrue(event.await(Duration.ZERO));
    event.clear();
    event.clear();
    assertFalse(event.isSet());
  }

  @Test
  void processesWakeOneAnother() throws Exception {
    Process process = Crew.start(Event::set, event);
    event.await();
    assertEquals(0, Crew.end(process));
  }

  @Test
  void allThatWaitGoOnAlsoIfItIsClearedAtOnce() throws Exception {
    SharedCounter woken = new SharedCounter();
    SharedCounter waiting = new SharedCounter();
    List<Process> all = Crew.start(3, EventTest::awaitAndCount, new Waiting(event, waiting, woken));
    List<Hand> hands = List.of(new Hand(event::await).waiting(), new Hand(event::await).waiting());
    Crew.until("all are about to wait", () -> waiting.get() == 3);
    while (woken.get() < 3) { // who was not in the line yet is called the next time
      event.set();
      event.clear();
    }
    for (Hand hand : hands) {
      assertNull(hand.end());
    }
    Crew.endWell(all);
    assertFalse(event.isSet());
  }

  @Test
  void interruptEndsAWait() throws Exception {
    Hand waiter = new Hand(event::await).waiting();
    waiter.thread().interrupt();
    assertInstanceOf(InterruptedException.class, waiter.end());
  }

  @Test
  void whoDiesWaitingCostsNobodyAWakeUp() throws Exception {
    for (String step : List.of("line.entered", "line.waiting")) {
      Process doomed = Crew.doomed(step, EventTest::await, event);
      assertEquals(-9, Crew.end(doomed), step);
    }
    Hand waiter = new Hand(event::await).waiting();
    event.set();
    assertNull(waiter.end());
  }

  @Test
  void whoDiesSettingItHasSetIt() throws Exception {
    Hand waiter = new Hand(event::await).waiting();
    assertEquals(-9, Crew.end(Crew.doomed("event.set", Event::set, event)));
    assertNull(waiter.end());
    assertTrue(event.isSet());
  }

  private static void await(Event event) throws Exception {
    event.await();
  }

  private static void awaitAndCount(Waiting waiting) throws Exception {
    waiting.waiting.increment();
    waiting.event.await();
    waiting.woken.increment();
  }

  private record Waiting(Event event, SharedCounter waiting, SharedCounter woken) {}
}
