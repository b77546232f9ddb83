package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableFunction;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ProcessTest
class PoolMisuseTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void nullIsRefusedByName() {
    try (Pool pool = new Pool(1)) {
      assertNamed("task", () -> pool.apply((SerializableCallable<Object>) null));
      assertNamed("task", () -> pool.apply((SerializableRunnable) null));
      assertNamed("function", () -> pool.apply((SerializableFunction<Integer, Integer>) null, 1));
      assertNamed(
          "function",
          () -> pool.apply((SerializableBiFunction<Integer, Integer, Integer>) null, 1, 2));
      assertNamed(
          "function", () -> pool.map((SerializableFunction<Integer, Integer>) null, List.of(1)));
      assertNamed("elements", () -> pool.map(n -> n, null));
    }
    assertNamed("initializer", () -> Pool.builder().initializer(null));
    assertNamed("launcher", () -> Pool.builder().launcher(null));
  }

  private static void assertNamed(
      String name, org.junit.jupiter.api.function.Executable executable) {
    assertEquals(name, assertThrows(NullPointerException.class, executable).getMessage());
  }

  @Test
  void numbersOutOfRangeAreRefusedWithTheirValue() {
    assertRefused("processes must be 1 or more: 0", () -> new Pool(0));
    assertRefused("processes must be 1 or more: -1", () -> Pool.builder().processes(-1));
    assertRefused(
        "startLimit must be more than zero: PT0S", () -> Pool.builder().startLimit(Duration.ZERO));
    assertRefused("retries must be 0 or more: -1", () -> Pool.builder().retryOnWorkerLost(-1));
    try (Pool pool = new Pool(1)) {
      assertRefused("chunkSize must be 1 or more: 0", () -> pool.map(n -> n, List.of(1), 0));
      assertRefused("chunkSize must be 1 or more: -5", () -> pool.mapAsync(n -> n, List.of(), -5));
    }
  }

  private static void assertRefused(
      String message, org.junit.jupiter.api.function.Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void aPoolThatWasShutDownFinishesItsTasksAndTakesNoMore() throws Exception {
    String there = folder.toString();
    Pool pool = new Pool(1);
    AsyncResult<Void> running = pool.applyAsync(() -> Phase.reached(Path.of(there), "run"));
    AsyncResult<Integer> waiting = pool.applyAsync(() -> 2);
    Phases phases = Phases.in(folder);
    phases.await("run", LIMIT);
    pool.shutdown();
    assertNotRunning(pool);
    assertFalse(pool.join(Duration.ofMillis(20)));
    phases.release("run");
    pool.join();
    assertTrue(running.successful());
    assertEquals(2, waiting.get());
    assertTrue(pool.join(Duration.ZERO));
    assertEquals(List.of(), pool.workers());
  }

  @Test
  void aPoolThatWasTerminatedFailsItsTasksAndTakesNoMore() throws Exception {
    String there = folder.toString();
    Pool pool = new Pool(1);
    AsyncResult<Void> running = pool.applyAsync(() -> Phase.reached(Path.of(there), "run"));
    AsyncResult<Integer> waiting = pool.applyAsync(() -> 2);
    Phases.in(folder).await("run", LIMIT);
    pool.terminate();
    assertNotRunning(pool);
    pool.join();
    for (AsyncResult<?> each : List.of(running, waiting)) {
      ExecutionException seen = assertThrows(ExecutionException.class, each::get);
      assertInstanceOf(IllegalStateException.class, seen.getCause());
      assertEquals(
          "the pool was terminated before this task was finished", seen.getCause().getMessage());
    }
    pool.terminate();
    pool.close();
    assertNotRunning(pool);
  }

  @Test
  void closingTwiceIsFine() {
    Pool pool = new Pool(1);
    pool.close();
    pool.close();
    pool.shutdown();
    assertNotRunning(pool);
  }

  private static void assertNotRunning(Pool pool) {
    IllegalStateException seen =
        assertThrows(IllegalStateException.class, () -> pool.applyAsync(() -> 1));
    assertEquals("Pool not running: it was closed or terminated", seen.getMessage());
    assertThrows(IllegalStateException.class, () -> pool.map(n -> n, List.of(1)));
  }

  @Test
  void joiningARunningPoolIsRefused() {
    try (Pool pool = new Pool(1)) {
      IllegalStateException seen = assertThrows(IllegalStateException.class, pool::join);
      assertTrue(seen.getMessage().startsWith("Pool is still running"));
      assertThrows(IllegalStateException.class, () -> pool.join(Duration.ZERO));
    }
  }

  @Test
  void anInterruptDuringCloseTerminatesAndKeepsTheFlag() throws Exception {
    String there = folder.toString();
    Pool pool = new Pool(1);
    AsyncResult<Void> running = pool.applyAsync(() -> Phase.reached(Path.of(there), "run"));
    Phases.in(folder).await("run", LIMIT);
    Thread.currentThread().interrupt();
    pool.close();
    assertTrue(Thread.interrupted());
    pool.join();
    ExecutionException seen = assertThrows(ExecutionException.class, running::get);
    assertTrue(seen.getCause().getMessage().contains("terminated"));
  }

  @Test
  void anInterruptedApplyThrowsAndItsTaskGoesOn() throws Exception {
    String there = folder.toString();
    try (Pool pool = new Pool(1)) {
      Throwable seen =
          thrownWhenInterrupted(
              "run",
              () -> {
                pool.apply(() -> Phase.reached(Path.of(there), "run"));
                pool.apply(() -> 1);
              });
      assertInstanceOf(InterruptedException.class, seen);
      Phases.in(folder).release("run");
      assertEquals(1, pool.apply(() -> 1));
    }
  }

  @Test
  void anInterruptedMapThrowsAndBeginsNoMoreElements() throws Exception {
    String there = folder.toString();
    List<Integer> elements = IntStream.range(0, 500).boxed().toList();
    try (Pool pool = new Pool(1)) {
      Throwable seen =
          thrownWhenInterrupted(
              "run",
              () ->
                  pool.map(
                      n -> {
                        Faults.append(there, "begun", n);
                        Phase.reached(Path.of(there), "run");
                        return n;
                      },
                      elements));
      assertInstanceOf(InterruptedException.class, seen);
      Phases.in(folder).release("run");
      assertEquals(1, pool.apply(() -> 1));
    }
    assertEquals(List.of(0), Faults.marks(folder, "begun"));
  }

  private Throwable thrownWhenInterrupted(
      String phase, org.junit.jupiter.api.function.Executable body) throws InterruptedException {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                body.execute();
              } catch (Throwable e) {
                seen.set(e);
              }
            });
    caller.start();
    Phases.in(folder).await(phase, LIMIT);
    caller.interrupt();
    caller.join();
    return seen.get();
  }

  @Test
  void aCallerWhoseFlagIsSetCanStillSubmit() throws Exception {
    try (Pool pool = new Pool(1)) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      Thread.currentThread().interrupt();
      for (int i = 0; i < 20; i++) {
        results.add(pool.applyAsync((Integer n) -> n, i));
      }
      assertTrue(Thread.interrupted());
      for (int i = 0; i < 20; i++) {
        assertEquals(i, results.get(i).get());
      }
    }
  }

  @Test
  void anIterableThatThrowsStartsNothing() throws Exception {
    Iterable<Integer> broken =
        () -> {
          throw new IllegalStateException("broken iterable");
        };
    try (Pool pool = new Pool(1)) {
      IllegalStateException seen =
          assertThrows(IllegalStateException.class, () -> pool.map(n -> n, broken));
      assertEquals("broken iterable", seen.getMessage());
      assertEquals(List.of(1), pool.map(n -> n, List.of(1)));
    }
  }
}
