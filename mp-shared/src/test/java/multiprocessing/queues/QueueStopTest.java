package multiprocessing.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import multiprocessing.Process;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;

/** Processes that are stopped while they copy an object: others wait for them, and go on. */
@ProcessTest
class QueueStopTest {

  @Test
  void whoPutsWaitsForAStoppedProducer() throws Exception {
    Queue<String> queue = new Queue<>();
    queue.put("before");
    Process stopped = Crew.stopAt("queue.written", QueueStopTest::put, queue);
    assertEquals(1, queue.qsize());
    assertEquals("before", queue.get(Crew.LIMIT)); // who gets does not wait
    assertThrows(QueueFullException.class, () -> queue.put("in vain", Crew.SHORT));
    CompletableFuture<Void> put = run(() -> queue.put("behind"));
    assertFalse(put.isDone());
    assertTrue(queue.empty());
    Signal.CONT.send(stopped.pid().orElseThrow());
    put.get(Crew.LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertEquals("of the stopped", queue.get(Crew.LIMIT));
    assertEquals("behind", queue.get(Crew.LIMIT));
    assertEquals(0, Crew.end(stopped));
    assertTrue(queue.empty());
  }

  @Test
  void whoGetsWaitsForAStoppedConsumer() throws Exception {
    Queue<String> queue = new Queue<>();
    SimpleQueue<String> got = new SimpleQueue<>();
    queue.put("one");
    queue.put("two");
    Process stopped = Crew.stopAt("queue.read", QueueStopTest::move, new Both(queue, got));
    assertEquals(2, queue.qsize());
    assertThrows(QueueEmptyException.class, () -> queue.get(Crew.SHORT));
    queue.put("three"); // who puts does not wait
    CompletableFuture<Void> get = run(() -> assertEquals("two", queue.get()));
    assertFalse(get.isDone());
    Signal.CONT.send(stopped.pid().orElseThrow());
    get.get(Crew.LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertEquals("one", got.get());
    assertEquals("three", queue.get(Crew.LIMIT));
    assertEquals(0, Crew.end(stopped));
  }

  private static CompletableFuture<Void> run(Step step) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            step.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void put(Queue<String> queue) throws Exception {
    queue.put("of the stopped");
  }

  private static void move(Both both) throws Exception {
    both.got.put(both.queue.get());
  }

  private record Both(Queue<String> queue, SimpleQueue<String> got) {}

  private interface Step {
    void run() throws Exception;
  }
}
