package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.pool.Faults.Fault;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tasks go first; each leaves its mark when it begins. */
@ProcessTest
class PoolPriorityTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int URGENT = 1_000;
  private static final int SIZE = 200;
  private static final int MANY = 6_000;

  @TempDir Path folder;

  @Test
  void whatWaitsGoesInTheOrderOfItsPriorityThenOfItsSubmission() throws Exception {
    String there = folder.toString();
    List<AsyncResult<?>> results = new ArrayList<>();
    try (Pool pool = new Pool(1)) {
      results.add(pool.applyAsync(() -> Phase.reached(Path.of(there), "busy")));
      Phases.in(folder).await("busy", LIMIT);
      int[] priorities = {0, -1, 5, 0, 5, Integer.MIN_VALUE};
      for (int i = 0; i < priorities.length; i++) {
        TaskCalls calls = pool.with(TaskOptions.of().priority(priorities[i]));
        results.add(calls.applyAsync((Integer n) -> mark(there, n), i));
      }
      results.add(
          pool.with(TaskOptions.of().priority(3))
              .mapAsync(n -> mark(there, n), List.of(10, 11, 12)));
      Phases.in(folder).release("busy");
      for (AsyncResult<?> result : results) {
        Object ignored = result.get();
      }
    }
    assertEquals(List.of(2, 4, 10, 11, 12, 0, 3, 1, 5), Faults.marks(folder, "begun"));
  }

  /** A chunk, and what an iterator has given away, is in the worker's hands: it is taken back. */
  @Test
  void whatAWorkerHasNotBegunDoesNotHoldUpWhatIsMoreUrgent() throws Exception {
    String map = Files.createDirectory(folder.resolve("map")).toString();
    String imap = Files.createDirectory(folder.resolve("imap")).toString();
    List<Integer> elements = IntStream.range(0, SIZE).boxed().toList();
    try (Pool pool = new Pool(1)) {
      AsyncResult<List<Integer>> all = pool.mapAsync(n -> waitsAtFirst(map, n), elements, SIZE);
      doUrgentlyBehindTheFirst(pool, map);
      assertEquals(elements, all.get());

      TaskCalls later = pool.with(TaskOptions.of().priority(-1));
      List<Integer> seen = new ArrayList<>();
      try (ResultIterator<Integer> results =
          later.imap(n -> waitsAtFirst(imap, n), elements, SIZE)) {
        doUrgentlyBehindTheFirst(pool, imap);
        results.forEachRemaining(seen::add);
      }
      assertEquals(elements, seen);
    }
    assertUrgentCameSecond(map);
    assertUrgentCameSecond(imap);
  }

  /** The same for calls that have been bundled. */
  @Test
  void callsThatTravelTogetherDoNotHoldUpAMoreUrgentOne() throws Exception {
    String there = folder.toString();
    List<AsyncResult<Integer>> all = new ArrayList<>();
    try (Pool pool = new Pool(1)) {
      for (int i = 0; i < 500; i++) {
        all.add(pool.applyAsync(() -> 0));
      }
      for (int i = 0; i < SIZE; i++) {
        all.add(pool.applyAsync((Integer n) -> waitsAtFirst(there, n), i));
      }
      doUrgentlyBehindTheFirst(pool, there);
      for (AsyncResult<Integer> each : all) {
        int ignored = each.get();
      }
    }
    assertUrgentCameSecond(there);
  }

  @Test
  void aMapThatGivesWayAgainAndAgainDoesEachElementOnce() throws Exception {
    String there = folder.toString();
    List<Integer> elements = IntStream.range(0, MANY).boxed().toList();
    int urgentCalls = 0;
    try (Pool pool = new Pool(2)) {
      TaskCalls urgent = pool.with(TaskOptions.of().priority(1));
      AsyncResult<List<Integer>> map = pool.mapAsync(n -> mark(there, n), elements, MANY / 3);
      while (!map.ready()) {
        assertEquals(urgentCalls, (int) urgent.apply((Integer n) -> n, urgentCalls++));
      }
      assertEquals(elements, map.get());
    }
    assertTrue(urgentCalls > 1);
    assertEquals(elements, Faults.marks(folder, "begun").stream().sorted().toList());
  }

  @Test
  void whatIsTriedAgainGoesBeforeTheOthersOfItsPriority() throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).retryOnWorkerLost(1).build()) {
      AsyncResult<Void> unlucky = pool.applyAsync(new DiesTheFirstTime(there));
      Phases.in(folder).await("doomed", LIMIT);
      AsyncResult<Integer> behind = pool.applyAsync(() -> mark(there, 1));
      AsyncResult<Integer> urgent = urgently(pool, there);
      Phases.in(folder).release("doomed");
      unlucky.get();
      behind.get();
      urgent.get();
    }
    assertEquals(List.of(0, URGENT, 0, 1), Faults.marks(folder, "begun"));
  }

  record DiesTheFirstTime(String folder) implements SerializableRunnable {
    @Override
    public void call() throws IOException {
      mark(folder, 0);
      if (TaskContext.current().orElseThrow().attempt() == 1) {
        Phase.reached(Path.of(folder), "doomed");
        Fault.HALT.strikeHere();
      }
    }
  }

  private static void doUrgentlyBehindTheFirst(Pool pool, String folder)
      throws InterruptedException, ExecutionException {
    Phases phases = Phases.in(Path.of(folder));
    phases.await("first", LIMIT);
    AsyncResult<Integer> urgent = urgently(pool, folder);
    assertFalse(urgent.ready());
    phases.release("first");
    assertEquals(URGENT, urgent.get());
  }

  private static AsyncResult<Integer> urgently(Pool pool, String folder) {
    return pool.with(TaskOptions.of().priority(7)).applyAsync(() -> mark(folder, URGENT));
  }

  private static int waitsAtFirst(String folder, int element) {
    mark(folder, element);
    if (element == 0) {
      Phase.reached(Path.of(folder), "first");
    }
    return element;
  }

  private static int mark(String folder, int element) {
    Faults.append(folder, "begun", element);
    return element;
  }

  private static void assertUrgentCameSecond(String folder) throws IOException {
    Stream<Integer> behind = IntStream.range(1, SIZE).boxed();
    List<Integer> expected = Stream.concat(Stream.of(0, URGENT), behind).toList();
    assertEquals(expected, Faults.marks(Path.of(folder), "begun"));
  }
}
