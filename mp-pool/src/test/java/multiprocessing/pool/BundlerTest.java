package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundlerTest {
  private final Deque<Span> queue = new ArrayDeque<>();
  private final Bundler bundler = new Bundler(1, queue);
  private final List<FutureJob> calls = Stream.generate(Jobs::call).limit(100).toList();

  @Test
  void callsStandAloneUntilCallsWereQuick() {
    fill();
    Span first = bundler.next();
    assertTrue(first.isCall());
    beQuick(first);
    Span next = bundler.next();
    assertFalse(next.isCall());
    assertEquals(49, next.size(), "half of what waits, and no more");
    assertSame(calls.get(1), next.job().callAt(0));
    bundler.measure(next, Long.MAX_VALUE / 2);
    assertTrue(bundler.next().isCall());
  }

  @Test
  void inTheQueueEachCallStandsAloneAndCancelledOnesArePassedOver() {
    fill();
    beQuick(bundler.next());
    Span bundle = bundler.next();
    assertTrue(calls.get(5).cancel());
    assertTrue(calls.get(60).cancel());
    bundler.putBack(bundle.rest(2, 0));
    assertEquals(47 + 50, queue.size());
    assertTrue(queue.stream().allMatch(Span::isCall));
    Span again = bundler.next();
    for (int i = 0; i < again.size(); i++) {
      assertFalse(again.job().callAt(i).isDone());
    }
    assertSame(calls.get(3), again.job().callAt(0));
    assertSame(calls.get(6), again.job().callAt(2));
  }

  @Test
  void theEndOfABundledCallIsItsOwn() {
    fill();
    beQuick(bundler.next());
    Span bundle = bundler.next();
    bundle.job().decide(1, new Object[] {"b", new OutcomeReader.Failure(new Error("c"))});
    assertEquals("b", calls.get(2).future().join());
    assertTrue(calls.get(3).isDone());
    assertFalse(calls.get(1).isDone());
    bundle.job().failAll(new Error("all"));
    assertTrue(calls.get(49).isDone());
    assertEquals("b", calls.get(2).future().join());
  }

  private void fill() {
    calls.forEach(call -> queue.add(Span.of(call, 0, 1)));
  }

  private void beQuick(Span call) {
    for (int i = 0; i < 20; i++) {
      bundler.measure(call, 1_000);
    }
  }
}
