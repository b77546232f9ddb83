package multiprocessing.queues;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import multiprocessing.Process;
import multiprocessing.SerializationException;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.connection.Wait;
import multiprocessing.connection.Waitable;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Queue and SimpleQueue, as CPython's tests have them, and better. */
@ProcessTest
class QueueTest {

  @Test
  void whatIsPutComesOutInOrder() throws Exception {
    Queue<Object> queue = new Queue<>();
    assertTrue(queue.empty());
    for (Object value : Arrays.asList(1, "two", List.of(3), null)) {
      queue.put(value);
    }
    assertEquals(4, queue.qsize());
    assertFalse(queue.empty());
    assertFalse(queue.full());
    assertEquals(1, queue.get());
    assertEquals("two", queue.get(Crew.SHORT));
    assertEquals(List.of(3), queue.getNowait());
    assertNull(queue.get());
    assertEquals(0, queue.qsize());
    assertEquals("<Queue(qsize=0)>", queue.toString());
  }

  @Test
  void buffersTravelWithPositionLimitAndOrder() throws Exception {
    Queue<ByteBuffer> queue = new Queue<>();
    for (int size : new int[] {64, 8 << 20}) {
      ByteBuffer put = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
      put.putInt(8, 7).limit(size - 8).position(8);
      queue.put(put);
      ByteBuffer got = queue.get();
      assertEquals(put, got);
      assertEquals(8, put.position());
      assertEquals(7, got.getInt());
      assertEquals(size, got.capacity());
      assertTrue(got.isDirect());
    }
  }

  @Test
  void fullAndEmptyAreExactAndTold() throws Exception {
    Queue<Integer> queue = new Queue<>(3);
    for (int i = 0; i < 3; i++) {
      assertFalse(queue.full());
      queue.putNowait(i);
    }
    assertTrue(queue.full());
    assertThrows(QueueFullException.class, () -> queue.putNowait(3));
    QueueFullException full =
        assertThrows(QueueFullException.class, () -> queue.put(3, Crew.SHORT));
    assertTrue(full.getMessage().contains("3 objects"), full.getMessage());
    assertEquals(0, queue.get());
    queue.put(3);
    for (int i = 1; i <= 3; i++) {
      assertEquals(i, queue.get());
    }
    assertThrows(QueueEmptyException.class, queue::getNowait);
    long began = System.nanoTime();
    assertThrows(QueueEmptyException.class, () -> queue.get(Crew.SHORT));
    assertTrue(System.nanoTime() - began >= Crew.SHORT.toNanos());
    assertThrows(QueueEmptyException.class, () -> queue.get(Duration.ofMillis(-1)));
  }

  /** CPython's test_fork, test_put and test_nested_startmethod. */
  @Test
  void queueIsHandedOnAndDrainedByOthers() throws Exception {
    Queue<Integer> queue = new Queue<>(6);
    queue.put(0);
    queue.put(1);
    assertEquals(0, Crew.end(Crew.start(QueueTest::putAndHandOn, queue)));
    for (int i = 0; i < 5; i++) {
      assertEquals(i, queue.get(Crew.SHORT));
    }
    assertThrows(QueueEmptyException.class, queue::getNowait);
    for (int i = 0; i < 6; i++) {
      queue.put(i);
    }
    assertTrue(queue.full());
    assertEquals(0, Crew.end(Crew.start(QueueTest::getSix, queue)));
    assertTrue(queue.empty());
    assertFalse(queue.full());
  }

  private static void putAndHandOn(Queue<Integer> queue) throws Exception {
    queue.put(2);
    queue.put(3);
    assertEquals(0, Crew.end(Crew.start(QueueTest::putFour, queue)));
  }

  private static void putFour(Queue<Integer> queue) throws Exception {
    queue.put(4);
  }

  private static void getSix(Queue<Integer> queue) throws Exception {
    for (int i = 0; i < 6; i++) {
      assertEquals(i, queue.get(Crew.LIMIT));
    }
  }

  /** CPython's test_no_import_lock_contention. */
  @Test
  void queueWorksInAStaticInitializer() {
    assertEquals("put and got", InitializedByAQueue.STATE.text);
  }

  private static final class InitializedByAQueue implements java.io.Serializable {
    private static final long serialVersionUID = 1;
    static final InitializedByAQueue STATE = throughAQueue();

    private final String text;

    InitializedByAQueue(String text) {
      this.text = text;
    }

    private static InitializedByAQueue throughAQueue() {
      try {
        Queue<InitializedByAQueue> queue = new Queue<>();
        queue.put(new InitializedByAQueue("put and got"));
        return queue.get(Duration.ofSeconds(3));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void whatCannotTravelIsRefusedAtOnceAndTakesNoPlace() throws Exception {
    Queue<Object> queue = new Queue<>(1);
    assertThrows(SerializationException.class, () -> queue.put(new Thread()));
    assertTrue(queue.empty());
    queue.put("fits");
    assertEquals("fits", queue.get());
  }

  @Test
  void processesHandOverEachObjectOnceAndInEachProducersOrder() throws Exception {
    Queue<long[]> queue = new Queue<>();
    List<Process> producers = new ArrayList<>();
    for (long producer = 0; producer < 3; producer++) {
      producers.add(Crew.start(QueueTest::produce, new Line(queue, producer)));
    }
    SimpleQueue<List<long[]>> got = new SimpleQueue<>();
    List<Process> consumers = Crew.start(2, QueueTest::consume, new Counter(queue, got));
    Crew.endWell(producers);
    for (int i = 0; i < 2; i++) {
      queue.put(new long[] {-1});
    }
    Map<Long, Integer> seen = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      Map<Long, Long> last = new HashMap<>();
      for (long[] item : got.get()) {
        Long before = last.put(item[0], item[1]);
        assertTrue(before == null || before < item[1], "out of order");
        seen.merge(item[0] * 1_000_000 + item[1], 1, Integer::sum);
      }
    }
    Crew.endWell(consumers);
    assertEquals(3 * Line.LENGTH, seen.size());
    assertTrue(seen.values().stream().allMatch(count -> count == 1));
    assertTrue(queue.empty());
  }

  @Test
  void boundedQueueKeepsItsBoundBetweenProcesses() throws Exception {
    Queue<long[]> queue = new Queue<>(5);
    Process producer = Crew.start(QueueTest::produce, new Line(queue, 0));
    for (long i = 0; i < Line.LENGTH; i++) {
      assertTrue(queue.qsize() <= 5);
      assertEquals(i, queue.get(Crew.LIMIT)[1]);
    }
    assertEquals(0, Crew.end(producer));
  }

  @Test
  void objectsLargerThanTheRingTravel() throws Exception {
    Queue<byte[]> queue = new Queue<>();
    Random random = new Random(1);
    List<byte[]> sent = new ArrayList<>();
    for (int length : new int[] {1, 300_000, 7, 20 << 20, 0, 1 << 20, 65_536}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      sent.add(bytes);
      queue.put(bytes);
    }
    for (byte[] bytes : sent) {
      assertArrayEquals(bytes, queue.get());
    }
  }

  @Test
  void producerEndsBeforeAnythingIsGot() throws Exception {
    Queue<byte[]> queue = new Queue<>();
    assertEquals(0, Crew.end(Crew.start(QueueTest::putMegabytes, queue)));
    for (int i = 0; i < 64; i++) {
      assertEquals(i, queue.get()[0]);
    }
    assertTrue(queue.empty());
  }

  @Test
  void queueOutlivesTheProcessThatMadeIt() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      Process process = Crew.start(QueueTest::makeOne, pipe.second());
      Queue<?> queue = pipe.first().recv(Queue.class);
      assertEquals(0, Crew.end(process));
      assertEquals("from the maker", queue.get(Crew.LIMIT));
      assertTrue(queue.empty());
    }
  }

  @Test
  void closedQueueRefuses() throws Exception {
    Queue<String> queue = new Queue<>();
    assertThrows(IllegalStateException.class, queue::joinThread);
    queue.put("stays");
    queue.close();
    queue.close();
    queue.cancelJoinThread();
    queue.joinThread();
    assertThrows(IllegalStateException.class, () -> queue.put("x"));
    String closed = assertThrows(IllegalStateException.class, queue::get).getMessage();
    assertTrue(closed.contains("is closed"), closed);
    assertThrows(IllegalStateException.class, queue::empty);
    assertEquals(1, queue.qsize());
    JoinableQueue<String> unused = new JoinableQueue<>();
    unused.close();
    unused.joinThread();
    assertTrue(unused.empty());
    SimpleQueue<String> simple = new SimpleQueue<>();
    assertTrue(simple.empty());
    simple.close();
    simple.close();
    assertThrows(IllegalStateException.class, simple::empty);
    assertThrows(IllegalStateException.class, () -> simple.put("x"));
    assertThrows(IllegalStateException.class, simple::get);
  }

  @Test
  void readerCanBeWaitedFor() throws Exception {
    Queue<String> queue = new Queue<>();
    Waitable reader = queue.reader();
    assertEquals(List.of(), Wait.any(List.of(reader), Crew.SHORT));
    Process process = Crew.start(QueueTest::putOne, queue);
    assertEquals(List.of(reader), Wait.any(List.of(reader), Crew.LIMIT));
    assertEquals("one", queue.getNowait());
    assertEquals(0, Crew.end(process));
  }

  @Test
  void interruptEndsAWaitAndTakesNothing() throws Exception {
    Queue<String> queue = new Queue<>(1);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, queue::get);
    queue.put("one");
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> queue.put("two"));
    assertEquals(1, queue.qsize());
    assertEquals("one", queue.get());
  }

  @Test
  void tasksAreJoinedWhenAllAreDone() throws Exception {
    JoinableQueue<Integer> queue = new JoinableQueue<>();
    queue.join();
    List<Process> workers = Crew.start(2, QueueTest::work, queue);
    for (int i = 0; i < 100; i++) {
      queue.put(i);
    }
    queue.join();
    assertTrue(queue.empty());
    queue.put(-1);
    queue.put(-1);
    Crew.endWell(workers);
    assertTrue(queue.join(Crew.LIMIT));
    IllegalStateException e = assertThrows(IllegalStateException.class, queue::taskDone);
    assertEquals("task_done() called too many times", e.getMessage());
    queue.put(1);
    assertFalse(queue.join(Crew.SHORT));
  }

  private static void work(JoinableQueue<Integer> queue) throws Exception {
    int task = 0;
    while (task >= 0) {
      task = queue.get();
      queue.taskDone();
    }
  }

  private static void produce(Line line) throws Exception {
    for (long i = 0; i < Line.LENGTH; i++) {
      line.queue.put(new long[] {line.producer, i});
    }
  }

  private static void consume(Counter counter) throws Exception {
    List<long[]> got = new ArrayList<>();
    long[] item = counter.queue.get();
    while (item[0] >= 0) {
      got.add(item);
      item = counter.queue.get();
    }
    counter.got.put(got);
  }

  private static void putMegabytes(Queue<byte[]> queue) throws Exception {
    for (int i = 0; i < 64; i++) {
      byte[] bytes = new byte[1 << 20];
      bytes[0] = (byte) i;
      queue.put(bytes);
    }
  }

  private static void makeOne(Connection connection) throws Exception {
    Queue<String> queue = new Queue<>();
    queue.put("from the maker");
    connection.send(queue);
  }

  private static void putOne(Queue<String> queue) throws Exception {
    queue.put("one");
  }

  private record Line(Queue<long[]> queue, long producer) {
    static final int LENGTH = 5_000;
  }

  private record Counter(Queue<long[]> queue, SimpleQueue<List<long[]>> got) {}
}
