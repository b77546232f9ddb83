package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task can know of itself. */
@ProcessTest
class TaskContextTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void taskKnowsItsNumberHoweverTheTasksTravel() throws Exception {
    List<Integer> elements = IntStream.range(0, 1000).boxed().toList();
    List<Long> numbers = LongStream.range(0, 1000).boxed().toList();
    try (Pool pool = Pool.builder().processes(2).build()) {
      assertEquals(numbers, pool.map(n -> context().taskNumber(), elements));
      assertEquals(numbers, pool.map(n -> context().taskNumber(), elements, 1));
      List<Long> seen = new ArrayList<>();
      pool.imap(n -> context().taskNumber(), elements, 3).forEachRemaining(seen::add);
      assertEquals(numbers, seen);
      List<AsyncResult<Long>> calls = new ArrayList<>();
      for (int i = 0; i < 2000; i++) { // enough to travel together
        calls.add(pool.applyAsync(() -> context().taskNumber() + context().attempt()));
      }
      for (AsyncResult<Long> call : calls) {
        assertEquals(1L, call.get());
      }
      String where = pool.apply(() -> context().workerPid() + " " + context().workerName());
      assertTrue(where.matches("\\d+ .*PoolWorker-\\d+"), where);
      assertTrue(pool.workers().stream().anyMatch(w -> where.startsWith(w.pid() + " ")), where);
    }
    assertTrue(TaskContext.current().isEmpty(), "this is no task");
  }

  @Test
  void secondTryKnowsThatItIsOneAndItsNeighboursDoNot() throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).retryOnWorkerLost(2).build()) {
      List<Integer> attempts = pool.map(n -> attemptThatDies(there, n, 2), List.of(0, 1, 2, 3), 4);
      assertEquals(List.of(1, 1, 3, 1), attempts);
      int second = pool.apply(n -> attemptThatDies(there, n, 1), 7);
      assertEquals(2, second);
    }
  }

  @Test
  void taskThatIsCancelledOrTooLateSeesItWhereAnInterruptWouldBeMissed() throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).interruptGrace(LIMIT).build()) {
      long worker = pool.apply(() -> context().workerPid());
      AsyncResult<Integer> call = pool.applyAsync(() -> spinUntilCancelled(there));
      Phases.in(folder).await("spins", LIMIT);
      assertTrue(call.cancel(true));
      TaskCalls hurried = pool.with(TaskOptions.of().taskTimeout(Duration.ofMillis(200)));
      assertThrows(
          TaskTimeoutException.class, () -> hurried.apply(() -> spinUntilCancelled(there)));
      long after = pool.apply(() -> context().workerPid());
      assertEquals(worker, after, "both ended by themselves");
      boolean cancelled = pool.apply(() -> context().isCancelled());
      assertFalse(cancelled, "that was of others");
    }
  }

  @Test
  void taskOfAThreadPoolKnowsItToo() throws Exception {
    try (ThreadPool pool = new ThreadPool(2)) {
      assertEquals(List.of(0L, 1L, 2L), pool.map(n -> context().taskNumber(), List.of(5, 6, 7)));
      int attempt = pool.apply(() -> context().attempt());
      assertEquals(1, attempt);
      String name = pool.apply(() -> context().workerName());
      assertTrue(name.startsWith("mp-pool-thread-"), name);
      CountDownLatch spins = new CountDownLatch(1);
      AtomicInteger seen = new AtomicInteger();
      AsyncResult<Void> call =
          pool.applyAsync(
              () -> {
                spins.countDown();
                while (!context().isCancelled()) {
                  Thread.onSpinWait();
                }
                seen.incrementAndGet();
              });
      spins.await();
      assertTrue(call.cancel(true));
      Eventually.until("the task saw it", LIMIT, () -> seen.get() == 1);
    }
  }

  @Test
  void threadOfATaskHasNoneButCanBeGivenIt() throws Exception {
    try (ThreadPool pool = new ThreadPool(1)) {
      assertThrows(
          ExecutionException.class,
          () -> CompletableFuture.supplyAsync(TaskContextTest::context).get());
      long number =
          pool.apply(
              () -> {
                TaskContext mine = context();
                return CompletableFuture.supplyAsync(mine::taskNumber).get();
              });
      assertEquals(0, number);
    }
  }

  private static TaskContext context() {
    return TaskContext.current().orElseThrow();
  }

  private static int attemptThatDies(String folder, int element, int doomed) throws Exception {
    Path mark = Path.of(folder, element + "-" + context().attempt());
    Files.createFile(mark);
    boolean dies = element == doomed ? context().attempt() < 3 : element == 7 && !tried(folder);
    if (dies) {
      Runtime.getRuntime().halt(9);
    }
    return context().attempt();
  }

  private static boolean tried(String folder) {
    return Files.exists(Path.of(folder, "7-2"));
  }

  private static int spinUntilCancelled(String folder) {
    TaskContext context = context();
    Phase.passed(Path.of(folder), "spins");
    while (!context.isCancelled()) {
      Thread.onSpinWait(); // and does not look at the interrupt flag
    }
    return 1;
  }
}
