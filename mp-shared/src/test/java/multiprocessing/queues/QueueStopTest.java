package multiprocessing.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import multiprocessing.Process;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are stopped while they copy an object: others wait for them, and go on. */
@ProcessTest
class QueueStopTest {
  private static final String GIFT = "public class Gift implements java.io.Serializable {}";

  @TempDir Path folder;

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

  /** The object has been taken in time; its class comes from the process that has it. */
  @Test
  void whoGetsWaitsForTheClassThatAStoppedProducerHas() throws Exception {
    Path source = Files.writeString(folder.resolve("Gift.java"), GIFT);
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()));
    Queue<Object> queue = new Queue<>();
    Process producer =
        Crew.start(1, QueueStopTest::putGift, new Shop(folder.toString(), queue)).get(0);
    Eventually.until("it is put", Crew.LIMIT, () -> queue.qsize() == 1);
    Signal.STOP.send(producer.pid().orElseThrow());
    FutureTask<Object> get = new FutureTask<>(() -> queue.get(Crew.SHORT));
    Thread getter = new Thread(get, "test-getter");
    getter.setDaemon(true);
    getter.start();
    Eventually.until("it asks for the class", Crew.LIMIT, () -> isInClassSource(getter));
    assertFalse(get.isDone());
    Signal.CONT.send(producer.pid().orElseThrow());
    Object gift = get.get(Crew.LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertEquals("Gift", gift.getClass().getName());
    producer.kill();
    assertEquals(-9, Crew.end(producer));
  }

  private static boolean isInClassSource(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith(".ClassSource"));
  }

  private static void putGift(Shop shop) throws Exception {
    try (URLClassLoader own =
        new URLClassLoader(new URL[] {Path.of(shop.folder).toUri().toURL()})) {
      shop.queue.put(own.loadClass("Gift").getConstructor().newInstance());
      new CountDownLatch(1).await(); // until it is killed: it has the class
    }
  }

  private record Shop(String folder, Queue<Object> queue) {}

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
