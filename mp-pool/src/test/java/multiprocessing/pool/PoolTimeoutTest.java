package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that take longer than they may. */
@ProcessTest
class PoolTimeoutTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofMillis(800);

  @TempDir Path folder;
  private Pool pool;

  @AfterEach
  void end() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  private void open(int processes, Duration grace) {
    pool = Pool.builder().processes(processes).taskTimeout(TIMEOUT).interruptGrace(grace).build();
  }

  @Test
  void taskIsInterruptedAndFailsWithItsStackAndItsWorkerLives() throws Exception {
    open(1, LIMIT);
    long before = untimed().apply(PoolTimeoutTest::pid);
    TaskTimeoutException thrown =
        assertThrows(TaskTimeoutException.class, () -> pool.apply(PoolTimeoutTest::sleepLong));
    assertEquals(before, thrown.pid());
    assertEquals(TIMEOUT, thrown.timeout());
    assertTrue(
        thrown.stackDump().lines().limit(12).anyMatch(line -> line.contains("sleepLong")),
        thrown::getMessage);
    assertTrue(
        thrown.getMessage().startsWith("a task took longer than 800 ms: task=0, pid=" + before),
        thrown::getMessage);
    assertEquals(before, untimed().apply(PoolTimeoutTest::pid));
  }

  @Test
  void taskThatIgnoresTheInterruptIsEndedWithItsWorker() throws Exception {
    open(1, Duration.ofMillis(100));
    long before = untimed().apply(PoolTimeoutTest::pid);
    TaskTimeoutException thrown =
        assertThrows(TaskTimeoutException.class, () -> pool.apply(PoolTimeoutTest::spin));
    assertTrue(thrown.stackDump().contains("PoolTimeoutTest.spin"), thrown::getMessage);
    assertNotEquals(before, untimed().apply(PoolTimeoutTest::pid));
    Eventually.until("old one is gone", LIMIT, () -> ProcessHandle.of(before).isEmpty());
  }

  @Test
  void inAMapOnlyTheElementFailsThatTookTooLong() throws Exception {
    open(2, Duration.ofMillis(100));
    List<Outcome<Integer>> outcomes =
        pool.mapOutcomes(n -> n % 50 == 7 ? spin() : n, IntStream.range(0, 100).boxed().toList());
    for (int i = 0; i < 100; i++) {
      if (i % 50 == 7) {
        assertInstanceOf(TaskTimeoutException.class, outcomes.get(i).failure().orElseThrow());
      } else {
        assertEquals(i, outcomes.get(i).get());
      }
    }
  }

  @Test
  void tasksThatAreShortAreNotTouchedHoweverManyThereAre() throws Exception {
    open(2, Duration.ZERO);
    List<Integer> elements = IntStream.range(0, 200_000).boxed().toList();
    assertEquals(elements, pool.map(n -> n, elements, 1));
    int each = (int) TIMEOUT.toMillis() / 10;
    List<Integer> slow = Collections.nCopies(20, each); // longer than the timeout, all together
    assertEquals(slow, pool.map(PoolTimeoutTest::sleep, slow));
  }

  @Test
  void stoppedWorkerTellsNoStackAndIsKilled() throws Exception {
    open(1, Duration.ofMillis(100));
    Phases phases = Phases.in(folder);
    String place = folder.toString();
    TaskCalls slower = pool.with(TaskOptions.of().taskTimeout(Duration.ofSeconds(3)));
    AsyncResult<Integer> result = slower.applyAsync(() -> reachAndSpin(place));
    phases.await("spins", LIMIT); // is seen before its time is over
    phases.kill("spins", Signal.STOP);
    ExecutionException thrown = assertThrows(ExecutionException.class, () -> result.get(LIMIT));
    TaskTimeoutException cause = assertInstanceOf(TaskTimeoutException.class, thrown.getCause());
    assertEquals("", cause.stackDump());
    assertEquals(1, untimed().apply(() -> 1));
  }

  @Test
  void elementThatCannotBeReadInTimeIsFoundAmongTheOthers() throws Exception {
    open(2, Duration.ZERO);
    List<Outcome<Integer>> outcomes =
        pool.mapOutcomes(
            x -> x instanceof Integer n ? n : -1, List.of(1, 2, new NeverRead(), 4), 4);
    assertEquals(List.of(1, 2), List.of(outcomes.get(0).get(), outcomes.get(1).get()));
    assertInstanceOf(TaskTimeoutException.class, outcomes.get(2).failure().orElseThrow());
    assertEquals(4, outcomes.get(3).get());
  }

  @Test
  void iteratorGoesOnAfterATimeout() {
    open(1, Duration.ofMillis(100));
    ResultIterator<Integer> results = pool.imap(n -> n == 1 ? spin() : n, List.of(0, 1, 2));
    assertEquals(0, results.next());
    assertThrows(TaskTimeoutException.class, results::next);
    assertEquals(2, results.next());
    assertFalse(results.hasNext());
  }

  @Test
  void callsWithOptionsOfTheirOwnAreDoneWithThose() throws Exception {
    pool = Pool.builder().processes(1).interruptGrace(LIMIT).build();
    TaskCalls quick = pool.with(TaskOptions.of().taskTimeout(TIMEOUT));
    assertThrows(TaskTimeoutException.class, () -> quick.apply(PoolTimeoutTest::sleepLong));
    int longer = 2 * (int) TIMEOUT.toMillis();
    assertEquals(longer, pool.apply(PoolTimeoutTest::sleep, longer));
    List<Integer> both = List.of(1, longer);
    assertThrows(TaskTimeoutException.class, () -> quick.map(PoolTimeoutTest::sleep, both));
    assertEquals(both, pool.map(PoolTimeoutTest::sleep, both));
    assertThrows(IllegalArgumentException.class, () -> TaskOptions.of().taskTimeout(Duration.ZERO));
  }

  /** As after a pause of this process, when there is much to hear at once. */
  @Test
  void taskThatHasEndedInTimeIsNotLateHoweverLateThatIsHeard() throws Exception {
    open(1, Duration.ofMillis(100));
    long before = untimed().apply(PoolTimeoutTest::pid);
    assertInstanceOf(SlowlyRead.class, pool.apply(SlowlyRead::new));
    String place = folder.toString();
    AsyncResult<Object> cancelled = untimed().applyAsync(() -> reachAndGiveUp(place));
    Phases.in(folder).await("sleeps", LIMIT);
    assertTrue(cancelled.cancel(true));
    assertEquals(before, untimed().apply(PoolTimeoutTest::pid));
  }

  private static Object reachAndGiveUp(String folder) {
    Phase.passed(Path.of(folder), "sleeps");
    try {
      return sleepLong();
    } catch (InterruptedException e) {
      return new SlowlyRead();
    }
  }

  /** Takes longer to be read in the pool's process than a task may take. */
  private static final class SlowlyRead implements Serializable {
    private static final long serialVersionUID = 1;

    private Object readResolve() {
      try {
        Thread.sleep(TIMEOUT.multipliedBy(3).dividedBy(2).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return this;
    }
  }

  /** For what a new worker does first, which takes long on a busy machine. */
  private TaskCalls untimed() {
    return pool.with(TaskOptions.of().noTaskTimeout());
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static int sleepLong() throws InterruptedException {
    Thread.sleep(LIMIT.toMillis());
    return 0;
  }

  private static int sleep(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  private static int spin() {
    while (System.nanoTime() != 0) {
      Thread.onSpinWait();
    }
    return 0;
  }

  private static int reachAndSpin(String folder) {
    Phase.passed(Path.of(folder), "spins");
    return spin();
  }

  /** Can be written, but its reading has no end. */
  private static final class NeverRead implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException {
      throw new IOException("read " + spin());
    }
  }
}
