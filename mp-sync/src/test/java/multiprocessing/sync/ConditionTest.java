package multiprocessing.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import multiprocessing.Process;
import multiprocessing.sync.Crew.Hand;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Condition, as CPython's tests have it, and with deaths. */
@ProcessTest
@SuppressWarnings("WaitNotInLoop") // each wait is what is tested
class ConditionTest {
  private final Shared shared =
      new Shared(new Condition(), new SharedCounter(), new SharedCounter());
  private final Condition condition = shared.condition;

  @Test
  void lockMustBeHeld() {
    assertThrows(IllegalMonitorStateException.class, condition::await);
    assertThrows(IllegalMonitorStateException.class, condition::signal);
    assertThrows(IllegalMonitorStateException.class, condition::signalAll);
    Condition ofLock = new Condition(new Lock());
    assertThrows(IllegalMonitorStateException.class, () -> ofLock.await(Crew.SHORT));
  }

  @Test
  void waitThatNobodySignalsIsFalseAndTheLockIsHeldAsOften() throws Exception {
    RLock lock = new RLock();
    Condition of = lock.newCondition();
    lock.acquire();
    lock.acquire();
    assertFalse(of.await(Duration.ZERO));
    assertFalse(of.await(Crew.SHORT));
    assertTrue(lock.toString().contains(", 2)"), lock.toString());
    lock.release();
    lock.release();
    assertFalse(lock.locked());
  }

  @Test
  void signalWakesExactlyAsManyAsItSaysAndStoresNothing() throws Exception {
    condition.acquire();
    condition.signal(5); // nobody waits: it is gone
    condition.release();
    List<Process> all = new ArrayList<>(Crew.start(3, ConditionTest::awaitAndCount, shared));
    List<Hand> hands = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      hands.add(new Hand(() -> awaitAndCount(shared)));
    }
    awaitWaiting(6);
    for (int signalled : List.of(1, 2)) {
      long before = shared.woken.get();
      try (Held held = condition.hold()) {
        condition.signal(signalled);
      }
      Crew.until("they wake", () -> shared.woken.get() == before + signalled);
    }
    assertEquals(3, shared.woken.get());
    try (Held held = condition.hold()) {
      condition.signalAll();
    }
    Crew.endWell(all);
    for (Hand hand : hands) {
      assertNull(hand.end());
    }
    assertEquals(6, shared.woken.get());
  }

  @Test
  void waiterThatGaveUpTakesNoSignal() throws Exception {
    Hand one = new Hand(() -> awaitAndCount(shared));
    awaitWaiting(1);
    Hand other = new Hand(() -> awaitAndCount(shared));
    awaitWaiting(2);
    one.waiting().thread().interrupt();
    InterruptedException e = assertInstanceOf(InterruptedException.class, one.end());
    assertEquals(0, e.getSuppressed().length); // it held the lock, and could release it
    try (Held held = condition.hold()) {
      assertFalse(condition.await(Crew.SHORT)); // gives up by its timeout
      condition.signal();
    }
    assertNull(other.end());
    assertEquals(1, shared.woken.get());
  }

  @Test
  void signalOfOneThatIsStoppedAndThenDiesGoesToTheNext() throws Exception {
    Process first = Crew.start(ConditionTest::awaitAndCount, shared);
    awaitWaiting(1);
    Hand second = new Hand(() -> awaitAndCount(shared));
    awaitWaiting(2);
    Signal.STOP.send(first.pid().getAsLong());
    try (Held held = condition.hold()) {
      condition.signal();
    }
    first.kill();
    assertNull(second.end());
    assertEquals(-9, Crew.end(first));
  }

  @Test
  void predicateIsAskedAfterEachSignalWithOneDeadline() throws Exception {
    Process process = Crew.start(ConditionTest::raiseFourTimes, shared);
    try (Held held = condition.hold()) {
      condition.awaitFor(() -> shared.waiting.get() == 4);
      assertTrue(condition.awaitFor(() -> true, Duration.ZERO));
      long began = System.nanoTime();
      assertFalse(condition.awaitFor(() -> false, Crew.SHORT));
      assertTrue(System.nanoTime() - began >= Crew.SHORT.toNanos());
    }
    assertEquals(0, Crew.end(process));
  }

  @Test
  void signalsDoNotProlongAWaitForAPredicate() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Hand signaller =
        new Hand(
            () -> {
              while (!over.get()) {
                signal(condition);
              }
            });
    try (Held held = condition.hold()) {
      assertFalse(condition.awaitFor(() -> false, Crew.SHORT));
    }
    over.set(true);
    assertNull(signaller.end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"condition.released", "condition.woken"})
  void whoDiesWaitingCostsNobodyASignal(String step) throws Exception {
    Process doomed = Crew.doomed(step, ConditionTest::awaitShortly, condition);
    assertEquals(-9, Crew.end(doomed));
    Hand waiter = new Hand(() -> awaitAndCount(shared));
    awaitWaiting(1);
    try (Held held = condition.hold()) {
      condition.signal(); // the dead one has waited longer
    }
    assertNull(waiter.end());
  }

  @Test
  void whoDiesBeforeItSignalsHoldsTheLock() throws Exception {
    Hand waiter = new Hand(() -> awaitAndCount(shared));
    awaitWaiting(1);
    Process doomed = Crew.doomed("condition.signal", ConditionTest::signal, condition);
    assertEquals(-9, Crew.end(doomed));
    assertThrows(OwnerDiedException.class, condition::acquire);
    waiter.waiting().thread().interrupt();
    assertInstanceOf(OwnerDiedException.class, waiter.end());
  }

  @Test
  void conditionTravelsWithItsLock() throws Exception {
    Lock lock = new Lock();
    Condition of = new Condition(lock);
    lock.acquire();
    Process process = Crew.start(ConditionTest::signal, of);
    assertTrue(of.await(Crew.LIMIT));
    lock.release();
    assertEquals(0, Crew.end(process));
    assertEquals("<Condition(<Lock(owner=None)>)>", of.toString());
  }

  /** They hold the lock until they wait, so that it is free when all of them do. */
  private void awaitWaiting(int count) throws InterruptedException {
    Crew.until("all wait", () -> shared.waiting.get() == count);
    condition.acquire();
    condition.release();
  }

  private static void awaitAndCount(Shared shared) throws Exception {
    try (Held held = shared.condition.hold()) {
      shared.waiting.increment();
      shared.condition.await();
      shared.woken.increment();
    }
  }

  private static void awaitShortly(Condition condition) throws Exception {
    try (Held held = condition.hold()) {
      boolean ignored = condition.await(Crew.SHORT);
    }
  }

  private static void signal(Condition condition) throws Exception {
    try (Held held = condition.hold()) {
      condition.signal();
    }
  }

  private static void raiseFourTimes(Shared shared) throws Exception {
    for (int i = 0; i < 4; i++) {
      try (Held held = shared.condition.hold()) {
        shared.waiting.increment();
        shared.condition.signal();
      }
    }
  }

  private record Shared(Condition condition, SharedCounter waiting, SharedCounter woken) {}
}
