package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanQueueTest {
  private final SpanQueue queue = new SpanQueue();

  @Test
  void withOnePriorityItIsAQueueWithAFront() {
    Span first = call(0);
    Span second = call(0);
    Span back = call(0);
    queue.add(first);
    queue.add(second);
    assertSame(first, queue.poll());
    queue.addFirst(back);
    assertSame(back, queue.peek());
    assertEquals(List.of(back, second), queue.drain());
    assertNull(queue.poll());
    assertNull(queue.peek());
    assertTrue(queue.isEmpty());
    assertFalse(queue.isRanked());
  }

  @Test
  void higherPrioritiesGoFirstAndEachHasItsOwnOrderAndFront() {
    Span low = call(-3);
    Span usual = call(0);
    Span high = call(2);
    Span highLater = call(2);
    Span highest = call(Integer.MAX_VALUE);
    Span lowest = call(Integer.MIN_VALUE);
    Span lowBack = call(-3);
    List.of(lowest, low, usual, high, highest, highLater).forEach(queue::add);
    queue.addFirst(lowBack);
    assertTrue(queue.isRanked());
    assertEquals(7, queue.size());
    assertEquals(2, queue.sizeBeside(low));
    assertEquals(1, queue.sizeBeside(usual));
    assertEquals(0, queue.sizeBeside(call(1)));
    List<Span> visited = new ArrayList<>();
    queue.forEach(visited::add);
    assertEquals(7, visited.stream().distinct().count());
    assertSame(highest, queue.peek());
    assertEquals(List.of(highest, high, highLater, usual, lowBack, low, lowest), queue.drain());
    assertTrue(queue.isEmpty());
  }

  @Test
  void whatWasCancelledDoesNotGatherWhereNobodyPolls() {
    List<Span> wanted = List.of(call(0), call(1), call(0));
    wanted.forEach(queue::add);
    for (int i = 0; i < 10_000; i++) {
      Span span = call(i % 3);
      queue.add(span);
      assertTrue(((FutureJob) span.job()).cancel());
    }
    assertTrue(queue.size() <= 1_000, () -> "size " + queue.size());
    List<Span> left = queue.drain();
    left.removeIf(span -> span.job().isDone());
    assertEquals(List.of(wanted.get(1), wanted.get(0), wanted.get(2)), left);
    assertTrue(queue.isEmpty());
  }

  private static Span call(int priority) {
    return Span.of(Jobs.call(TaskOptions.of().priority(priority)), 0, 1);
  }
}
