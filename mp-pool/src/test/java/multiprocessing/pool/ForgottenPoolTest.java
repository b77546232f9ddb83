package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import multiprocessing.Multiprocessing;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool that nobody refers to any more ends when it has done what it was given; no other does. */
@ProcessTest
class ForgottenPoolTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void forgottenPoolsEndAndAreToldOfAndClosedOnesAreNot() {
    try (ChildJvm program =
        ChildJvm.of(Forgets.class)
            .jvmOptions("-Dslf4j.provider=" + TestLog.class.getName())
            .start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
      List<String> lines = program.stdout().lines().filter(line -> line.contains("WARN")).toList();
      assertEquals(3, lines.size(), lines::toString);
      for (String line : lines) {
        assertTrue(
            line.contains(
                "WARN multiprocessing a pool was not closed, and nothing refers to it any more:"
                    + " workers=1;"),
            line);
      }
    }
  }

  @Test
  void whatItWasGivenIsDoneFirst() throws Exception {
    Path done = folder.resolve("done");
    List<Long> pids = new ArrayList<>();
    WeakReference<Pool> pool = givenTwoTasks(folder.toString(), done.toString(), pids);
    long pid = Phases.in(folder).await("first", LIMIT);
    assertEquals(List.of(pid), pids);
    awaitCollected(pool);
    assertTrue(isAlive(pid));
    Phases.in(folder).release("first");
    Eventually.until("the second task is done", LIMIT, () -> Files.exists(done));
    Eventually.until(
        "the worker has ended", LIMIT, () -> Multiprocessing.activeChildren().isEmpty());
    assertFalse(isAlive(pid));
  }

  private static WeakReference<Pool> givenTwoTasks(String there, String done, List<Long> pids) {
    Pool pool = new Pool(1);
    AsyncResult<Void> first = pool.applyAsync(() -> Phase.reached(Path.of(there), "first"));
    AsyncResult<Void> second =
        pool.applyAsync(
            () -> {
              Path ignored = Files.createFile(Path.of(done));
            });
    assertFalse(first.isDone() || second.isDone());
    pids.add(pool.workers().get(0).pid());
    return new WeakReference<>(pool);
  }

  @Test
  void whatIsKeptOfItKeepsIt() throws Exception {
    List<WeakReference<TaskPool>> pools = new ArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);
    AsyncResult<Integer> result = result(pools, gate);
    TaskCalls calls = calls(pools);
    ResultIterator<Integer> iterator = iterator(pools);
    CompletableFuture<Integer> stage = stage(pools, folder.toString());
    for (int i = 0; i < 3; i++) {
      System.gc();
      for (WeakReference<TaskPool> pool : pools) {
        assertFalse(pool.refersTo(null), () -> "collected: " + pools.indexOf(pool));
      }
    }
    gate.countDown();
    Phases.in(folder).release("stage");
    assertEquals(1, result.get(LIMIT));
    assertEquals(2, calls.apply(() -> 2));
    assertEquals(3, iterator.next(LIMIT));
    assertEquals(4, stage.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    pools.forEach(pool -> pool.get().terminate());
    for (WeakReference<TaskPool> pool : pools) {
      pool.get().join();
    }
  }

  private static AsyncResult<Integer> result(
      List<WeakReference<TaskPool>> pools, CountDownLatch gate) {
    TaskPool pool = kept(new ThreadPool(1), pools);
    return pool.applyAsync(
        () -> {
          gate.await();
          return 1;
        });
  }

  private static TaskCalls calls(List<WeakReference<TaskPool>> pools) {
    return kept(new ThreadPool(1), pools).with(TaskOptions.of().priority(1));
  }

  private static ResultIterator<Integer> iterator(List<WeakReference<TaskPool>> pools) {
    return kept(new ThreadPool(1), pools).imap(n -> n, () -> Stream.generate(() -> 3).iterator());
  }

  /** Of an executor, which is forgotten, too. */
  private static CompletableFuture<Integer> stage(
      List<WeakReference<TaskPool>> pools, String there) {
    Pool pool = new Pool(1);
    TaskPool ignored = kept(pool, pools);
    return new ProcessPoolExecutor(pool)
        .supplyAsync(
            () -> {
              Phase.reached(Path.of(there), "stage");
              return 4;
            });
  }

  private static TaskPool kept(TaskPool pool, List<WeakReference<TaskPool>> pools) {
    pools.add(new WeakReference<>(pool));
    return pool;
  }

  private static void awaitCollected(WeakReference<?> pool) {
    Eventually.until(
        "the pool is collected",
        LIMIT,
        () -> {
          System.gc();
          return pool.refersTo(null);
        });
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  /** Closes one pool, and forgets three others. */
  static final class Forgets {
    private Forgets() {}

    public static void main(String[] args) throws Exception {
      awaitCollected(closed());
      awaitCollected(terminated());
      List<Long> pids = new ArrayList<>();
      List<WeakReference<?>> pools = List.of(idle(pids), threads(), executor(pids));
      pools.forEach(ForgottenPoolTest::awaitCollected);
      Eventually.until(
          "the workers have ended", LIMIT, () -> pids.stream().noneMatch(pid -> isAlive(pid)));
      Eventually.until("all is told", LIMIT, () -> TestLog.LINES.size() >= pools.size());
      Eventually.until(
          "nothing is left",
          LIMIT,
          () -> Thread.getAllStackTraces().keySet().stream().noneMatch(Forgets::isOfAPool));
    }

    private static boolean isOfAPool(Thread thread) {
      return thread.getName().startsWith("mp-pool") || thread.getName().equals("mp-forgotten");
    }

    private static WeakReference<?> closed() {
      try (ThreadPool pool = new ThreadPool(1)) {
        return new WeakReference<>(pool);
      }
    }

    private static WeakReference<?> terminated() throws InterruptedException {
      ThreadPool pool = new ThreadPool(1);
      pool.terminate();
      pool.join();
      return new WeakReference<>(pool);
    }

    private static WeakReference<?> idle(List<Long> pids) throws InterruptedException {
      Pool pool = new Pool(1);
      pids.add(pool.apply(() -> ProcessHandle.current().pid()));
      return new WeakReference<>(pool);
    }

    private static WeakReference<?> threads() throws InterruptedException {
      ThreadPool pool = new ThreadPool(1);
      assertEquals(List.of(1), pool.map(n -> n, List.of(1)));
      return new WeakReference<>(pool);
    }

    /** One whose worker has not even started. */
    private static WeakReference<?> executor(List<Long> pids) {
      Pool pool = new Pool(1);
      pids.add(pool.workers().get(0).pid());
      ProcessPoolExecutor executor = new ProcessPoolExecutor(pool);
      assertFalse(executor.isShutdown());
      return new WeakReference<>(pool);
    }
  }
}
