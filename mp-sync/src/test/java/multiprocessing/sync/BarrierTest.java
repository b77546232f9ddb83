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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import multiprocessing.Process;
import multiprocessing.sync.Crew.Hand;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Barrier, as CPython's tests have it, and with deaths. */
@ProcessTest
class BarrierTest {
  private static final int ROUNDS = 50;

  @Test
  void partiesPassTogetherAgainAndAgain() throws Exception {
    Steps steps = new Steps(new Barrier(5), new SharedCounter(), new SharedCounter());
    List<Process> all = Crew.start(3, BarrierTest::walk, steps);
    Hand hand = new Hand(() -> walk(steps));
    walk(steps);
    assertNull(hand.end());
    Crew.endWell(all);
    assertEquals(0, steps.wrong.get());
    assertEquals(0, steps.barrier.waiting());
    assertFalse(steps.barrier.isBroken());
  }

  @Test
  void eachPartyHasItsOwnNumber() throws Exception {
    Barrier barrier = new Barrier(5);
    Set<Integer> numbers = new ConcurrentSkipListSet<>();
    List<Hand> hands = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      hands.add(new Hand(() -> numbers.add(barrier.await())));
    }
    for (Hand hand : hands) {
      assertNull(hand.end());
    }
    assertEquals(new TreeSet<>(List.of(0, 1, 2, 3, 4)), new TreeSet<>(numbers));
  }

  @Test
  void onePartyWaitsForNobody() throws Exception {
    Barrier barrier = new Barrier(1);
    assertEquals(0, barrier.await());
    assertEquals(0, barrier.await(Duration.ZERO));
    assertEquals(1, barrier.parties());
    assertThrows(IllegalArgumentException.class, () -> new Barrier(0));
  }

  @Test
  void actionRunsOnceBeforeAllPass() throws Exception {
    SharedCounter acted = new SharedCounter();
    Barrier barrier = new Barrier(2, acted::increment);
    Process process = Crew.start(BarrierTest::await, barrier);
    int ignored = barrier.await(Crew.LIMIT);
    assertEquals(1, acted.get());
    assertEquals(0, Crew.end(process));
  }

  @Test
  void actionThatFailsBreaksIt() {
    Barrier barrier =
        new Barrier(
            1,
            () -> {
              throw new IllegalStateException("in the action");
            });
    IllegalStateException e = assertThrows(IllegalStateException.class, barrier::await);
    assertEquals("in the action", e.getMessage());
    assertTrue(barrier.isBroken());
  }

  @Test
  void abortBreaksItForAllUntilItIsReset() throws Exception {
    Barrier barrier = new Barrier(3);
    Process process = Crew.start(BarrierTest::expectBroken, barrier);
    Hand hand = new Hand(barrier::await);
    Crew.until("two wait", () -> barrier.waiting() == 2);
    barrier.abort();
    assertInstanceOf(BrokenBarrierException.class, hand.end());
    assertEquals(0, Crew.end(process));
    assertTrue(barrier.isBroken());
    assertThrows(BrokenBarrierException.class, barrier::await);
    assertEquals("<Barrier(broken)>", barrier.toString());
    barrier.reset();
    assertEquals("<Barrier(0/3)>", barrier.toString());
    passTogether(barrier);
  }

  @Test
  void resetBreaksItForThoseThatWaitOnly() throws Exception {
    Barrier barrier = new Barrier(3);
    List<Hand> hands = List.of(new Hand(barrier::await), new Hand(barrier::await));
    Crew.until("two wait", () -> barrier.waiting() == 2);
    barrier.reset();
    for (Hand hand : hands) {
      assertInstanceOf(BrokenBarrierException.class, hand.end());
    }
    assertFalse(barrier.isBroken());
    passTogether(barrier);
  }

  /** Two of three wait, and nobody else ever comes: each wait ends broken. */
  @Test
  void resetsAtAnyMomentLetNobodyPassWhoIsNotComplete() throws Exception {
    Barrier barrier = new Barrier(3);
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong passed = new AtomicLong();
    List<Hand> hands = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      hands.add(
          new Hand(
              () -> {
                while (!over.get()) {
                  try {
                    int ignored = barrier.await();
                    passed.incrementAndGet();
                  } catch (BrokenBarrierException e) {
                    // as it has to be
                  }
                }
              }));
    }
    for (int i = 0; i < 200_000; i++) {
      barrier.reset();
    }
    over.set(true);
    barrier.abort();
    for (Hand hand : hands) {
      assertNull(hand.end());
    }
    assertEquals(0, passed.get());
  }

  @Test
  void timeoutBreaksItForAllAlsoTheLate() throws Exception {
    Barrier barrier = new Barrier(3, null, Crew.SHORT);
    Hand hand = new Hand(() -> barrier.await(Crew.LIMIT));
    Crew.until("it waits", () -> barrier.waiting() == 1);
    assertThrows(BrokenBarrierException.class, barrier::await);
    assertInstanceOf(BrokenBarrierException.class, hand.end());
    assertThrows(BrokenBarrierException.class, () -> barrier.await(Crew.LIMIT));
  }

  @Test
  void interruptBreaksIt() throws Exception {
    Barrier barrier = new Barrier(3);
    Hand one = new Hand(barrier::await);
    Hand other = new Hand(barrier::await);
    Crew.until("two wait", () -> barrier.waiting() == 2);
    one.thread().interrupt();
    assertInstanceOf(InterruptedException.class, one.end());
    assertInstanceOf(BrokenBarrierException.class, other.end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"barrier.arrived", "barrier.waiting"})
  void deathOfOneThatWaitsBreaksIt(String step) throws Exception {
    Barrier barrier = new Barrier(3);
    Hand hand = new Hand(barrier::await);
    Crew.until("it waits", () -> barrier.waiting() == 1);
    assertEquals(-9, Crew.end(Crew.doomed(step, BarrierTest::await, barrier)));
    assertInstanceOf(BrokenBarrierException.class, hand.end());
    assertTrue(barrier.isBroken());
  }

  @Test
  void theLastOneDoesNotPassWithTheDead() throws Exception {
    Barrier barrier = new Barrier(2);
    assertEquals(-9, Crew.end(Crew.doomed("barrier.arrived", BarrierTest::await, barrier)));
    assertThrows(BrokenBarrierException.class, barrier::await);
  }

  @Test
  void deathInTheActionBreaksIt() throws Exception {
    Barrier barrier = new Barrier(2);
    Hand hand = new Hand(barrier::await);
    Crew.until("it waits", () -> barrier.waiting() == 1);
    assertEquals(-9, Crew.end(Crew.doomed("barrier.acted", BarrierTest::await, barrier)));
    assertInstanceOf(BrokenBarrierException.class, hand.end());
  }

  @Test
  void whoDiesHavingOpenedItHasLetTheOthersPass() throws Exception {
    Barrier barrier = new Barrier(2);
    Hand hand = new Hand(barrier::await);
    Crew.until("it waits", () -> barrier.waiting() == 1);
    assertEquals(-9, Crew.end(Crew.doomed("barrier.opened", BarrierTest::await, barrier)));
    assertNull(hand.end());
    assertFalse(barrier.isBroken());
  }

  private static void passTogether(Barrier barrier) throws Exception {
    List<Hand> hands = new ArrayList<>();
    for (int i = 0; i < barrier.parties(); i++) {
      hands.add(new Hand(barrier::await));
    }
    for (Hand hand : hands) {
      assertNull(hand.end());
    }
  }

  private static void await(Barrier barrier) throws Exception {
    int ignored = barrier.await();
  }

  private static void expectBroken(Barrier barrier) {
    assertThrows(BrokenBarrierException.class, barrier::await);
  }

  /** Nobody is a step ahead of anybody when all have passed. */
  private static void walk(Steps steps) throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      steps.taken.increment();
      await(steps.barrier);
      if (steps.taken.get() < 5L * round) {
        steps.wrong.increment();
      }
      await(steps.barrier);
    }
  }

  private record Steps(Barrier barrier, SharedCounter taken, SharedCounter wrong) {}
}
