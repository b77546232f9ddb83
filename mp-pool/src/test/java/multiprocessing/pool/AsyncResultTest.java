package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ProcessTest
class AsyncResultTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Phases phases;
  private Pool pool;

  @BeforeEach
  void open() {
    phases = Phases.in(folder);
    pool = new Pool(1);
  }

  @AfterEach
  void end() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  @Test
  void whileTheTaskRunsNothingIsKnownAndWaitsTimeOut() throws Exception {
    AsyncResult<Integer> result = running(5);
    assertFalse(result.ready());
    assertFalse(result.isDone());
    IllegalStateException early = assertThrows(IllegalStateException.class, result::successful);
    assertTrue(early.getMessage().startsWith("not ready"), early.getMessage());
    TimeoutException late =
        assertThrows(TimeoutException.class, () -> result.get(Duration.ofMillis(20)));
    assertEquals("no result within PT0.02S", late.getMessage());
    assertThrows(TimeoutException.class, () -> result.get(Duration.ZERO));
    assertThrows(TimeoutException.class, () -> result.get(Duration.ofSeconds(-1)));
    assertThrows(TimeoutException.class, () -> result.get(1, TimeUnit.MILLISECONDS));
    assertFalse(result.waitFor(Duration.ofMillis(20)));
    phases.release("run");
    assertTrue(result.waitFor(LIMIT));
    assertTrue(result.ready());
    assertTrue(result.successful());
    assertEquals(5, result.get());
    assertEquals(5, result.get(Duration.ZERO));
  }

  @Test
  void aTaskThatFailsIsReadyAndNotSuccessful() throws Exception {
    AsyncResult<Object> result =
        pool.applyAsync(
            () -> {
              throw new java.io.IOException("no such thing");
            });
    assertTrue(result.waitFor(LIMIT));
    assertTrue(result.ready());
    assertFalse(result.successful());
    ExecutionException seen = assertThrows(ExecutionException.class, result::get);
    assertInstanceOf(java.io.IOException.class, seen.getCause());
    assertEquals("no such thing", seen.getCause().getMessage());
  }

  @Test
  void cancellingARunningTaskDecidesAtOnceAndInterruptsIt() throws Exception {
    String there = folder.toString();
    AsyncResult<Void> result = pool.applyAsync(() -> sleepLong(there, "sleeps"));
    phases.await("sleeps", LIMIT);
    long pid = pool.workers().get(0).pid();
    assertTrue(result.cancel(true));
    assertTrue(result.isCancelled());
    assertTrue(result.ready());
    assertFalse(result.successful());
    assertThrows(CancellationException.class, result::get);
    assertEquals(pid, pool.apply(() -> ProcessHandle.current().pid()));
    assertEquals(1, phases.at("interrupted").size());
  }

  private static void spin(String folder, String name) {
    Phase.passed(Path.of(folder), name);
    while (System.nanoTime() != 0) {
      Thread.onSpinWait();
    }
  }

  private static void sleepLong(String folder, String name) throws InterruptedException {
    Phase.passed(Path.of(folder), name);
    try {
      Thread.sleep(LIMIT.toMillis());
    } catch (InterruptedException e) {
      Phase.passed(Path.of(folder), "interrupted");
      throw e;
    }
  }

  @Test
  void cancellingARunningTaskThatIgnoresInterruptsReplacesItsWorker() throws Exception {
    String there = folder.toString();
    AsyncResult<Void> result = pool.applyAsync(() -> spin(there, "spins"));
    phases.await("spins", LIMIT);
    long pid = pool.workers().get(0).pid();
    assertTrue(result.cancel(true));
    assertThrows(CancellationException.class, result::get);
    long next = pool.apply(() -> ProcessHandle.current().pid());
    assertNotEquals(pid, next);
    Eventually.until("the worker is gone", LIMIT, () -> isGone(pid));
    assertEquals(1, pool.workers().size());
  }

  @Test
  void cancellingManyRunningTasksNeverUsesUpTheWorkers() throws Exception {
    for (int round = 0; round < 6; round++) {
      String name = "run-" + round;
      String there = folder.toString();
      AsyncResult<Void> result = pool.applyAsync(() -> Phase.reached(Path.of(there), name));
      phases.await(name, LIMIT);
      assertTrue(result.cancel(true));
      Eventually.until("a new worker", LIMIT, () -> hasOneReadyWorker());
    }
  }

  /** The kill must meet the cancelled task only, whatever the worker has got since. */
  @Test
  void cancellingATaskThatIsJustEndingHarmsNoOther() throws Exception {
    for (int round = 0; round < 12; round++) {
      AsyncResult<Integer> first = pool.applyAsync((Integer n) -> n, round);
      AsyncResult<Integer> second = pool.applyAsync((Integer n) -> n + 1, round);
      boolean cancelled = first.cancel(true);
      assertEquals(round + 1, second.get());
      assertEquals(cancelled, first.isCancelled());
    }
  }

  @Test
  void cancellingWithoutKillingLetsTheTaskFinishUnseen() throws Exception {
    AsyncResult<Integer> result = running(1);
    long pid = pool.workers().get(0).pid();
    assertTrue(result.cancel(false));
    assertThrows(CancellationException.class, result::get);
    phases.release("run");
    assertEquals(pid, pool.apply(() -> ProcessHandle.current().pid()));
  }

  @Test
  void aCancelledTaskThatWaitsIsNeverBegun() throws Exception {
    String there = folder.toString();
    AsyncResult<Integer> first = running(1);
    AsyncResult<Void> second = pool.applyAsync(() -> Phase.passed(Path.of(there), "second"));
    assertTrue(second.cancel(false));
    phases.release("run");
    assertEquals(1, first.get());
    assertEquals(2, pool.apply(() -> 2));
    assertEquals(List.of(), phases.at("second"));
  }

  @Test
  void aCancelledMapDoesNotBeginTheElementsThatItsWorkerHoldsAlready() throws Exception {
    String there = folder.toString();
    List<Integer> elements = IntStream.range(0, 100).boxed().toList();
    AsyncResult<List<Integer>> map =
        pool.mapAsync(n -> marksAndWaitsAtTheFirst(there, n), elements, 100);
    phases.await("run", LIMIT);
    assertTrue(map.cancel(false));
    phases.release("run");
    assertEquals(1, pool.apply(() -> 1));
    assertEquals(List.of(0), Faults.marks(folder, "begun"));
  }

  private static int marksAndWaitsAtTheFirst(String folder, int element) {
    Faults.append(folder, "begun", element);
    if (element == 0) {
      Phase.reached(Path.of(folder), "run");
    }
    return element;
  }

  @Test
  void aStageSeesWhatTheResultSeesAndDoesNotTouchIt() throws Exception {
    AsyncResult<Integer> result = running(20);
    CompletableFuture<Integer> stage = result.toCompletableFuture();
    assertTrue(result.toCompletableFuture().cancel(true));
    CompletableFuture<Integer> more = stage.thenApply(n -> n + 1);
    phases.release("run");
    assertEquals(21, more.get());
    assertEquals(20, result.get());
    assertEquals(20, result.toCompletableFuture().join());
  }

  @Test
  void aStageOfAFailedOrCancelledTaskFailsTheSameWay() throws Exception {
    AsyncResult<Object> failed =
        pool.applyAsync(
            () -> {
              throw new IllegalArgumentException("wrong");
            });
    CompletableFuture<Object> stage = failed.toCompletableFuture();
    ExecutionException seen = assertThrows(ExecutionException.class, stage::get);
    assertInstanceOf(IllegalArgumentException.class, seen.getCause());

    AsyncResult<Integer> running = running(1);
    CompletableFuture<Integer> early = running.toCompletableFuture();
    running.cancel(true);
    assertThrows(CancellationException.class, early::get);
    assertTrue(running.toCompletableFuture().isCancelled());
  }

  @Test
  void aStageMayUseThePoolAndWait() throws Exception {
    AsyncResult<Integer> result = running(1);
    CompletableFuture<Integer> stage = result.toCompletableFuture().thenApply(this::oneMore);
    phases.release("run");
    assertEquals(2, stage.get());
  }

  private int oneMore(int number) {
    try {
      return pool.apply((Integer n) -> n + 1, number);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** These two mean something to CompletableFuture when they complete one. */
  @Test
  void aTaskMayThrowTheExceptionsOfFutures() {
    AsyncResult<Object> cancelled =
        pool.applyAsync(
            () -> {
              throw new CancellationException("thrown by the task");
            });
    ExecutionException seen = assertThrows(ExecutionException.class, cancelled::get);
    assertInstanceOf(CancellationException.class, seen.getCause());
    assertFalse(cancelled.isCancelled());
    CompletionException whole =
        assertThrows(
            CompletionException.class,
            () ->
                pool.apply(
                    () -> {
                      throw new CompletionException("outer", new IllegalStateException("inner"));
                    }));
    assertEquals("outer", whole.getMessage());
  }

  private AsyncResult<Integer> running(int value) {
    String there = folder.toString();
    AsyncResult<Integer> result =
        pool.applyAsync(
            () -> {
              Phase.reached(Path.of(there), "run");
              return value;
            });
    phases.await("run", LIMIT);
    return result;
  }

  private boolean hasOneReadyWorker() {
    List<WorkerStatus> all = pool.workers();
    return all.size() == 1 && all.get(0).ready() && !all.get(0).busy();
  }

  private static boolean isGone(long pid) {
    return !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
