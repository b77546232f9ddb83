package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pool counts. */
@ProcessTest
class PoolStatsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void everyTaskIsCountedOnceByWhatBecameOfIt() throws Exception {
    Instant before = Instant.now();
    Pool pool = new Pool(2);
    try (pool) {
      List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
      List<Outcome<Integer>> outcomes = pool.mapOutcomes(n -> 100 / (n % 10), hundred);
      assertEquals(90, outcomes.stream().filter(Outcome::isSuccess).count());
      assertEquals(3, pool.apply(() -> 3));
      assertThrows(ArithmeticException.class, () -> pool.apply(n -> 1 / n, 0));
      List<Integer> got = new ArrayList<>();
      pool.imap(n -> n, hundred, 7).forEachRemaining(got::add);
      assertEquals(hundred, got);
      PoolStats stats = pool.stats();
      assertEquals(191, stats.tasksDone(), stats::toString);
      assertEquals(11, stats.tasksFailed(), stats::toString);
      assertEquals(0, stats.tasksDropped() + stats.tasksTimedOut() + stats.tasksTriedAgain());
      assertEquals(0, stats.tasksWaiting() + stats.tasksRunning(), stats::toString);
      assertFalse(stats.since().isBefore(before) || stats.since().isAfter(Instant.now()));
    }
    PoolStats end = pool.stats();
    assertEquals(2, end.workersStarted());
    assertEquals(0, end.workersLost() + end.workersReady() + end.workersBusy(), end::toString);
  }

  @Test
  void whatWaitsAndRunsIsTold() throws Exception {
    try (Pool pool = new Pool(1)) {
      Phases phases = Phases.in(folder);
      String there = folder.toString();
      AsyncResult<Void> held = pool.applyAsync(() -> Phase.reached(Path.of(there), "held"));
      phases.await("held", LIMIT);
      AsyncResult<Integer> second = pool.applyAsync(() -> 2);
      AsyncResult<List<Integer>> map = pool.mapAsync(n -> n, List.of(1, 2, 3, 4), 2);
      PoolStats stats = pool.stats();
      assertEquals(List.of(5L, 1L), List.of(stats.tasksWaiting(), stats.tasksRunning()));
      assertEquals(List.of(1, 1), List.of(stats.workersReady(), stats.workersBusy()));
      assertTrue(second.cancel(false));
      stats = pool.stats();
      assertEquals(List.of(4L, 1L), List.of(stats.tasksWaiting(), stats.tasksDropped()));
      phases.release("held");
      held.get(LIMIT);
      map.get(LIMIT);
      assertEquals(5, pool.stats().tasksDone());
    }
  }

  @Test
  void lossesSecondTriesAndTimeoutsAreCounted() throws Exception {
    try (Pool pool = Pool.builder().processes(1).retryOnWorkerLost(1).build()) {
      String there = folder.toString();
      assertEquals(4, pool.apply(() -> dieOnce(there)));
      PoolStats stats = pool.stats();
      assertEquals(1, stats.tasksTriedAgain(), stats::toString);
      assertEquals(1, stats.workersLost(), stats::toString);
      assertEquals(2, stats.workersStarted(), stats::toString);
      assertEquals(0, stats.tasksFailed(), stats::toString);

      assertThrows(WorkerLostException.class, () -> pool.apply(PoolStatsTest::die));
      TaskCalls hurried = pool.with(TaskOptions.of().taskTimeout(Duration.ofMillis(200)));
      assertThrows(TaskTimeoutException.class, () -> hurried.apply(Faults::waitForTheEnd));
      assertEquals(5, pool.apply(() -> 5));
      Eventually.until(
          "all is counted: " + pool.stats(), LIMIT, () -> pool.stats().tasksRunning() == 0);
      stats = pool.stats();
      assertEquals(2, stats.tasksTriedAgain(), stats::toString);
      assertEquals(3, stats.workersLost(), stats::toString);
      assertEquals(1, stats.tasksTimedOut(), stats::toString);
      assertEquals(2, stats.tasksFailed(), stats::toString);
      assertEquals(2, stats.tasksDone(), stats::toString);
    }
  }

  private static int dieOnce(String folder) throws Exception {
    Path mark = Path.of(folder, "died");
    if (Files.notExists(mark)) {
      Files.createFile(mark);
      die();
    }
    return 4;
  }

  private static void die() {
    Runtime.getRuntime().halt(9);
  }
}
