package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multiprocessing.ProcessStartException;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that may do a limited number of tasks, and initializers that fail. */
@ProcessTest
class PoolLifetimeTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  @HardLimit(seconds = 240)
  void oneWorkerForEachOfTwoHundredTasks() throws Exception {
    runEachInAProcessOfItsOwn(200);
  }

  @Test
  @Tag("soak")
  @HardLimit(seconds = 3_600)
  void oneWorkerForEachOfTenThousandTasks() throws Exception {
    runEachInAProcessOfItsOwn(10_000);
  }

  private static void runEachInAProcessOfItsOwn(int tasks) throws Exception {
    List<AsyncResult<Long>> results = new ArrayList<>();
    try (Pool pool = Pool.builder().processes(1).maxTasksPerChild(1).build()) {
      for (int i = 0; i < tasks; i++) {
        results.add(pool.applyAsync(() -> ProcessHandle.current().pid()));
      }
    } // half of the point: closing while there is work, and workers come and go
    Set<Long> pids = new HashSet<>();
    for (AsyncResult<Long> result : results) {
      pids.add(result.get(Duration.ZERO));
    }
    assertEquals(tasks, pids.size());
  }

  /** As in CPython, whose test this is. */
  @Test
  void afterTheirTasksAllWorkersAreOthers() throws Exception {
    try (Pool pool = Pool.builder().processes(2).maxTasksPerChild(5).build()) {
      Set<Long> first = pids(pool);
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        results.add(pool.applyAsync((Integer n) -> n * n, i));
      }
      for (int i = 0; i < 20; i++) {
        assertEquals(i * i, results.get(i).get());
      }
      Eventually.until(
          "two other workers", LIMIT, () -> pids(pool).size() == 2 && disjoint(pids(pool), first));
    }
  }

  private static Set<Long> pids(Pool pool) {
    return pool.workers().stream().map(WorkerStatus::pid).collect(Collectors.toSet());
  }

  private static boolean disjoint(Set<Long> some, Set<Long> others) {
    return Collections.disjoint(some, others);
  }

  @Test
  void aChunkCountsAsOneTaskAndIsAsLargeAsCPythonsChunks() throws Exception {
    List<Integer> elements = IntStream.range(0, 10).boxed().toList();
    try (Pool pool = Pool.builder().processes(1).maxTasksPerChild(1).build()) {
      assertEquals(List.of(3, 3, 3, 1), sizesOfRuns(pool.map(n -> pid(), elements)));
      assertEquals(List.of(4, 4, 2), sizesOfRuns(pool.map(n -> pid(), elements, 4)));
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static List<Integer> sizesOfRuns(List<Long> pids) {
    Map<Long, Long> counts =
        pids.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return pids.stream().distinct().map(pid -> counts.get(pid).intValue()).toList();
  }

  @Test
  void theNextWorkerIsThereBeforeTheLastTaskEndsButDoesNotRunBesideIt() throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).maxTasksPerChild(1).build()) {
      AsyncResult<Long> last =
          pool.applyAsync(
              () -> {
                Phase.reached(Path.of(there), "run");
                return pid();
              });
      AsyncResult<Boolean> next =
          pool.applyAsync(() -> Files.exists(Path.of(there, "run.released")));
      Phases phases = Phases.in(folder);
      long pid = phases.await("run", LIMIT);
      Eventually.until("the next one is ready", LIMIT, () -> isReadyBeside(pool, pid));
      assertTrue(!next.ready(), "one at a time");
      phases.release("run");
      assertEquals(pid, last.get());
      assertTrue(next.get());
    }
  }

  private static boolean isReadyBeside(Pool pool, long busy) {
    return pool.workers().stream().anyMatch(worker -> worker.pid() != busy && worker.ready());
  }

  @Test
  void iteratorsAndMapsGoOnWhileWorkersComeAndGo() throws Exception {
    List<Integer> elements = IntStream.range(0, 60).boxed().toList();
    try (Pool pool = Pool.builder().processes(2).maxTasksPerChild(10).build()) {
      assertEquals(elements, pool.map(n -> n, elements, 1));
      List<Integer> seen = new ArrayList<>();
      pool.imap(n -> n, elements).forEachRemaining(seen::add);
      assertEquals(elements, seen);
    }
  }

  @Test
  void aWorkerThatIsKilledInItsLastTaskIsReplacedAsAnyOther() throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).maxTasksPerChild(1).build()) {
      for (int round = 0; round < 2; round++) {
        String name = "run-" + round;
        AsyncResult<Void> killed = pool.applyAsync(() -> Phase.reached(Path.of(there), name));
        Faults.Fault.SIGKILL.strike(Phases.in(folder).await(name, LIMIT));
        assertThrows(java.util.concurrent.ExecutionException.class, killed::get);
      }
      assertEquals(1, pool.<Integer>apply(() -> 1));
    }
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    for (int wrong : new int[] {0, -1}) {
      assertEquals(
          "maxTasksPerChild must be 1 or more: " + wrong,
          assertThrows(IllegalArgumentException.class, () -> Pool.builder().maxTasksPerChild(wrong))
              .getMessage());
      assertThrows(IllegalArgumentException.class, () -> Pool.builder().imapWindow(wrong));
    }
  }

  @Test
  void anInitializerThatKeepsFailingIsTriedThreeTimesAndThenOnceForEachCall() throws Exception {
    String there = folder.toString();
    try (Pool pool =
        Pool.builder().processes(1).initializer(() -> failUnlessAllowed(there, 1_000)).build()) {
      ProcessStartException seen =
          assertThrows(ProcessStartException.class, () -> pool.apply(() -> 1));
      assertInstanceOf(IOException.class, seen.getCause());
      assertEquals(3, Faults.marks(folder, "begun").size());
      ResultIterator<Integer> results =
          pool.imap(n -> n, () -> IntStream.iterate(0, n -> n + 1).iterator());
      assertThrows(ProcessStartException.class, results::next);
      assertTrue(!results.hasNext());
      assertEquals(4, Faults.marks(folder, "begun").size());
    }
  }

  @Test
  void anInitializerThatFailsTwiceHarmsNobody() throws Exception {
    String there = folder.toString();
    try (Pool pool =
        Pool.builder().processes(1).initializer(() -> failUnlessAllowed(there, 2)).build()) {
      assertEquals(1, pool.<Integer>apply(() -> 1));
    }
  }

  private static void failUnlessAllowed(String folder, int failures) throws IOException {
    Faults.append(folder, "begun", 0);
    if (Faults.marks(Path.of(folder), "begun").size() <= failures) {
      throw new IOException("no database");
    }
  }
}
