package multiprocessing.queues;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.shared.Array;
import multiprocessing.shared.IntArray;
import multiprocessing.sync.Lock;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that die at each step of putting and getting. */
@ProcessTest
class QueueDeathTest {
  private static final int FILLS_THE_FIRST_RING = 256 * 1024;

  @ParameterizedTest
  @CsvSource({"mutex.taken, false", "queue.written, false", "queue.put, true"})
  void whatADyingProducerPutIsThereOrNot(String step, boolean there) throws Exception {
    Queue<String> queue = new Queue<>(2);
    queue.put("before");
    Crew.killAt(step, QueueDeathTest::put, queue);
    assertEquals(there ? 2 : 1, queue.qsize());
    assertEquals("before", queue.get());
    if (there) {
      assertEquals("of the dead", queue.get(Crew.LIMIT));
    }
    queue.put("after");
    assertEquals("after", queue.get(Crew.LIMIT));
    assertTrue(queue.empty());
  }

  @ParameterizedTest
  @CsvSource({"mutex.taken, true", "queue.read, true", "queue.taken, false"})
  void whatADyingConsumerHadInItsHandsIsAtMostOne(String step, boolean there) throws Exception {
    Queue<String> queue = new Queue<>();
    queue.put("one");
    queue.put("two");
    Crew.killAt(step, QueueDeathTest::get, queue);
    assertEquals(there ? "one" : "two", queue.get(Crew.LIMIT));
    queue.put("three");
    assertEquals(there ? "two" : "three", queue.get(Crew.LIMIT));
  }

  @Test
  void deathOnTheWayToTheNextRingLosesNothing() throws Exception {
    Queue<Object> queue = new Queue<>();
    queue.put("before");
    Crew.killAt("queue.sealed", QueueDeathTest::putLarge, queue);
    assertEquals(2, queue.qsize());
    queue.put("after");
    assertEquals(3, queue.qsize());
    assertEquals("before", queue.get(Crew.LIMIT));
    Crew.killAt("queue.drained", QueueDeathTest::getAny, queue);
    assertEquals(FILLS_THE_FIRST_RING, ((byte[]) queue.get(Crew.LIMIT)).length);
    assertEquals("after", queue.get(Crew.LIMIT));
    assertTrue(queue.empty());
  }

  /**
   * What is in a queue is in nobody's hands: its sender may end, and its first receiver let it go.
   */
  @Test
  void sharedObjectsInAQueueOutliveTheirMakerAndTheirFirstReceiver() throws Exception {
    Queue<IntArray> queue = new Queue<>();
    Crew.endWell(Crew.start(1, QueueDeathTest::putTwice, queue));
    WeakReference<IntArray> first = new WeakReference<>(queue.get());
    assertArrayEquals(new int[] {1, 2, 3}, first.get().toArray());
    Eventually.until(
        "it is collected",
        Crew.LIMIT,
        () -> {
          System.gc();
          return first.get() == null;
        });
    new Lock().acquire(); // lets go of what was collected
    assertArrayEquals(new int[] {1, 2, 3}, queue.get().toArray());
  }

  private static void putTwice(Queue<IntArray> queue) throws Exception {
    IntArray array = Array.ofInts(1, 2, 3);
    queue.put(array);
    queue.put(array);
  }

  /** An interrupt ends a wait, and never what is under way. */
  @Test
  void interruptsLoseNoObject() throws Exception {
    Queue<Lock> queue = new Queue<>();
    AtomicBoolean over = new AtomicBoolean();
    Thread me = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              while (!over.get()) {
                me.interrupt();
                LockSupport.parkNanos(50_000);
              }
            },
            "test-interrupter");
    interrupter.setDaemon(true);
    interrupter.start();
    int put = 0;
    int got = 0;
    for (int i = 0; i < 2_000; i++) {
      try {
        queue.put(new Lock());
        put++;
      } catch (InterruptedException e) {
        // nothing was put
      }
      try {
        assertFalse(queue.get().locked());
        got++;
      } catch (InterruptedException e) {
        // nothing was taken
      }
    }
    over.set(true);
    awaitEnd(interrupter);
    boolean ignored = Thread.interrupted();
    while (got < put) {
      assertFalse(queue.get(Crew.LIMIT).locked());
      got++;
    }
    assertTrue(queue.empty());
  }

  /** It may interrupt this wait, too. */
  private static void awaitEnd(Thread interrupter) {
    while (interrupter.isAlive()) {
      boolean ignored = Thread.interrupted();
      LockSupport.parkNanos(100_000);
    }
  }

  /** Who comes then knows the old ring by its number only, and that has gone. */
  @Test
  void ringOfADeadProducerMayBeDrainedBeforeAnotherComes() throws Exception {
    Queue<Object> queue = new Queue<>();
    queue.put("before");
    Crew.killAt("queue.sealed", QueueDeathTest::putLarge, queue);
    assertEquals("before", queue.get(Crew.LIMIT));
    assertEquals(FILLS_THE_FIRST_RING, ((byte[]) queue.get(Crew.LIMIT)).length);
    Crew.endWell(Crew.start(1, QueueDeathTest::putAny, queue));
    assertEquals("any", queue.get(Crew.LIMIT));
    assertTrue(queue.empty());
  }

  @ParameterizedTest
  @CsvSource({"line.entered", "line.waiting", "line.woken"})
  void deathOfOneThatWaitsHarmsNobody(String step) throws Exception {
    Queue<String> queue = new Queue<>(1);
    Crew.killAt(step, QueueDeathTest::get, queue);
    queue.put("one");
    Crew.killAt(step, QueueDeathTest::put, queue);
    assertEquals("one", queue.get(Crew.LIMIT));
    queue.put("two");
    assertEquals("two", queue.get(Crew.LIMIT));
  }

  @Test
  void taskOfADeadWorkerIsNeverDoneAndAJoinWithATimeSaysSo() throws Exception {
    JoinableQueue<String> queue = new JoinableQueue<>();
    queue.put("task");
    Crew.killAt("queue.taken", QueueDeathTest::get, queue);
    assertTrue(queue.empty());
    assertFalse(queue.join(Crew.SHORT));
    queue.taskDone(); // by whoever knows that it died
    assertTrue(queue.join(Crew.LIMIT));
  }

  private static void put(Queue<String> queue) throws Exception {
    queue.put("of the dead");
  }

  private static void get(Queue<String> queue) throws Exception {
    queue.get();
  }

  private static void getAny(Queue<Object> queue) throws Exception {
    queue.get();
  }

  private static void putAny(Queue<Object> queue) throws Exception {
    queue.put("any");
  }

  private static void putLarge(Queue<Object> queue) throws Exception {
    queue.put(new byte[FILLS_THE_FIRST_RING]);
  }
}
