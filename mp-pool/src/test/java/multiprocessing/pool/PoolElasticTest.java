package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools that grow and shrink. */
@ProcessTest
class PoolElasticTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  @HardLimit(seconds = 120)
  void growsToTheMostWhileTasksWaitAndShrinksToTheLeast() throws Exception {
    String place = folder.toString();
    try (Pool pool = elastic(1, 3, Duration.ofMillis(300))) {
      assertEquals(1, pool.workers().size());
      List<AsyncResult<Long>> results = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        results.add(pool.applyAsync(PoolElasticTest::stay, place));
      }
      Phases phases = Phases.in(folder);
      Eventually.until("three run", LIMIT, () -> phases.at("in-task").size() == 3);
      assertEquals(3, pool.workers().size());
      phases.release("in-task");
      for (AsyncResult<Long> result : results) {
        assertTrue(result.get() > 0);
      }
      Eventually.until("one is left", LIMIT, () -> pool.workers().size() == 1);
      int answer = pool.apply(() -> 42);
      assertEquals(42, answer);
      assertEquals(1, pool.workers().size());
    }
  }

  @Test
  @HardLimit(seconds = 120)
  void growsForAnIteratorToo() throws Exception {
    String place = folder.toString();
    try (Pool pool = elastic(1, 2, Duration.ofMinutes(1));
        ResultIterator<Long> results =
            pool.imapUnordered(any -> stay(place), List.of(1, 2, 3, 4))) {
      Phases phases = Phases.in(folder);
      Eventually.until("two run", LIMIT, () -> phases.at("in-task").size() == 2);
      phases.release("in-task");
      int count = 0;
      while (results.hasNext()) {
        assertTrue(results.next() > 0);
        count++;
      }
      assertEquals(4, count);
    }
  }

  @Test
  @HardLimit(seconds = 120)
  void aPoolOfNobodyStartsAWorkerForATask() throws Exception {
    try (Pool pool = elastic(0, 2, Duration.ofMillis(100))) {
      assertTrue(pool.workers().isEmpty());
      for (int i = 0; i < 2; i++) {
        int answer = pool.apply(() -> 42);
        assertEquals(42, answer);
        Eventually.until("nobody is left", LIMIT, () -> pool.workers().isEmpty());
      }
    }
  }

  @Test
  @HardLimit(seconds = 120)
  void aKilledWorkerOfTheLeastIsReplaced() throws Exception {
    try (Pool pool = elastic(1, 2, Duration.ofMinutes(1))) {
      long first = pool.apply(() -> ProcessHandle.current().pid());
      Signal.KILL.send(first);
      Eventually.until(
          "another is there",
          LIMIT,
          () -> pool.workers().stream().anyMatch(w -> w.ready() && w.pid() != first));
    }
  }

  /** Each pause is about as long as the time after which idle workers go. */
  @Test
  @HardLimit(seconds = 180)
  void tasksThatComeWhileWorkersEndAreDoneOnce() throws Exception {
    Duration idle = Duration.ofMillis(20);
    try (Pool pool = elastic(0, 2, idle)) {
      List<Integer> seen = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        int number = i;
        AsyncResult<Integer> one = pool.applyAsync((Integer n) -> n, number);
        seen.addAll(pool.map((Integer n) -> n, List.of(100 + i, 200 + i), 1));
        seen.add(one.get());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(15 + i % 10));
      }
      Set<Integer> expected =
          IntStream.range(0, 25)
              .boxed()
              .flatMap(i -> List.of(i, 100 + i, 200 + i).stream())
              .collect(Collectors.toSet());
      assertEquals(expected.size(), seen.size());
      assertEquals(expected, Set.copyOf(seen));
    }
  }

  @Test
  void moreAtLeastThanAtMostIsRefused() {
    Pool.Builder builder = Pool.builder().processes(2).minProcesses(3);
    IllegalArgumentException seen =
        assertThrows(IllegalArgumentException.class, () -> builder.build());
    assertEquals("minProcesses must be no more than processes: 3 > 2", seen.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Pool.builder().minProcesses(-1));
    assertThrows(IllegalArgumentException.class, () -> Pool.builder().idleTimeout(Duration.ZERO));
  }

  private static Pool elastic(int least, int most, Duration idle) {
    return Pool.builder().processes(most).minProcesses(least).idleTimeout(idle).build();
  }

  private static long stay(String place) {
    Phase.reached(Path.of(place), "in-task");
    return ProcessHandle.current().pid();
  }
}
