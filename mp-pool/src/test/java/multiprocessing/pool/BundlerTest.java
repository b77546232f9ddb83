package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundlerTest {
  private final SpanQueue queue = new SpanQueue();
  private final Bundler bundler = new Bundler(1, queue);
  private final List<FutureJob> calls = Stream.generate(Jobs::call).limit(100).toList();

  @Test
  void asManyGoTogetherAsWereQuick() {
    fill();
    for (int together : new int[] {1, 2, 4, 8, 16}) {
      Span next = bundler.next();
      assertEquals(together, next.size());
      assertEquals(together == 1, next.isCall());
      bundler.measure(next, 1_000);
    }
    Span next = bundler.next();
    assertEquals(32, next.size());
    assertSame(calls.get(31), next.job().callAt(0));
    bundler.measure(next, 5_000_000);
    assertEquals(16, bundler.next().size(), "half of what was too many");
    bundler.measure(next, Long.MAX_VALUE);
    assertTrue(bundler.next().isCall());
  }

  @Test
  void inTheQueueEachCallStandsAloneAndCancelledOnesArePassedOver() {
    Span bundle = secondBundle();
    assertTrue(calls.get(5).cancel());
    assertTrue(calls.get(60).cancel());
    bundler.putBack(bundle.rest(2, 0));
    assertEquals(2 + 93, queue.size());
    queue.forEach(each -> assertTrue(each.isCall()));
    Span again = bundler.next();
    assertSame(calls.get(6), again.job().callAt(0));
    assertSame(calls.get(7), again.job().callAt(1));
  }

  @Test
  void aBundleHasCallsOfOnePriorityOnly() {
    TaskOptions urgent = TaskOptions.of().priority(1);
    fill();
    for (int i = 0; i < 6; i++) {
      queue.add(Span.of(Jobs.call(urgent), 0, 1));
    }
    int[] sizes = {1, 2, 1, 1, 1}; // half of what waits of that priority at most
    for (int size : sizes) {
      Span next = bundler.next();
      assertEquals(1, next.priority());
      assertEquals(size, next.size());
      bundler.measure(next, 1_000);
    }
    Span usual = bundler.next();
    assertEquals(0, usual.priority());
    assertEquals(100, usual.size() + queue.size());
  }

  @Test
  void theEndOfABundledCallIsItsOwn() {
    Span bundle = secondBundle();
    bundle.job().decide(1, new Object[] {"b", new OutcomeReader.Failure(new Error("c"))});
    assertEquals("b", calls.get(4).future().join());
    assertTrue(calls.get(5).isDone());
    assertFalse(calls.get(3).isDone());
    bundle.job().failAll(new Error("all"));
    assertTrue(calls.get(6).isDone());
    assertEquals("b", calls.get(4).future().join());
  }

  private void fill() {
    calls.forEach(call -> queue.add(Span.of(call, 0, 1)));
  }

  /** The calls 3 to 6. */
  private Span secondBundle() {
    fill();
    bundler.measure(bundler.next(), 1_000);
    bundler.measure(bundler.next(), 1_000);
    return bundler.next();
  }
}
