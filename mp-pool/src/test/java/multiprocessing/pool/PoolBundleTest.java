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
import java.util.stream.IntStream;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.pool.Faults.Fault;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quick calls travel together; what is said of each is as if it had come alone. */
@ProcessTest
class PoolBundleTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** So many that those behind them are bundled. */
  private static final int QUICK = 500;

  private static final int BEHIND = 300;

  @TempDir Path folder;
  private final List<AsyncResult<Void>> behind = new ArrayList<>();

  record Slow(String folder) implements SerializableRunnable {
    @Override
    public void call() {
      Phase.reached(Path.of(folder), "slow");
    }
  }

  @Test
  void thousandsOfCallsAllHaveTheirOwnOutcome() throws Exception {
    List<AsyncResult<Integer>> results = new ArrayList<>();
    try (Pool pool = new Pool(2)) {
      for (int i = 0; i < 20_000; i++) {
        results.add(pool.applyAsync((Integer n) -> 1_000 / (n % 100), i));
      }
      for (int i = 0; i < 20_000; i++) {
        AsyncResult<Integer> result = results.get(i);
        if (i % 100 == 0) {
          Throwable why = assertThrows(ExecutionException.class, result::get).getCause();
          assertInstanceOf(ArithmeticException.class, why);
        } else {
          assertEquals(1_000 / (i % 100), result.get());
        }
      }
    }
  }

  @Test
  void callsBehindASlowOneGoToTheOtherWorker() throws Exception {
    try (Pool pool = new Pool(2)) {
      AsyncResult<Void> slow = submitAround(pool, new Slow(folder.toString()));
      for (AsyncResult<Void> result : behind) {
        assertTrue(result.waitFor(LIMIT));
      }
      assertFalse(slow.ready());
      Phases.in(folder).release("slow");
      slow.get();
    }
    assertEachBehindWasBegunOnce();
  }

  @Test
  void aCallBehindASlowOneCanStillBeCancelled() throws Exception {
    try (Pool pool = new Pool(1)) {
      AsyncResult<Void> slow = submitAround(pool, new Slow(folder.toString()));
      Phases.in(folder).await("slow", LIMIT);
      for (int i = 1; i < BEHIND; i += 2) {
        assertTrue(behind.get(i).cancel(i % 4 == 1));
      }
      Phases.in(folder).release("slow");
      slow.get();
    }
    List<Integer> even = IntStream.range(0, BEHIND).filter(i -> i % 2 == 0).boxed().toList();
    assertEquals(even, Faults.marks(folder, "begun"));
  }

  @Test
  void aCancelledCallThatRunsDiesAlone() throws Exception {
    try (Pool pool = new Pool(1)) {
      AsyncResult<Void> slow = submitAround(pool, new Slow(folder.toString()));
      Phases.in(folder).await("slow", LIMIT);
      assertTrue(slow.cancel(true));
      for (AsyncResult<Void> result : behind) {
        result.get();
      }
    }
    assertEachBehindWasBegunOnce();
  }

  @Test
  void aWorkerThatDiesCostsTheOneCallThatItRan() throws Exception {
    try (Pool pool = new Pool(1)) {
      AsyncResult<Void> lost = submitAround(pool, Fault.HALT::strikeHere);
      Throwable why = assertThrows(ExecutionException.class, lost::get).getCause();
      assertEquals(9, assertInstanceOf(WorkerLostException.class, why).exitCode());
      for (AsyncResult<Void> result : behind) {
        result.get();
      }
    }
    assertEachBehindWasBegunOnce();
  }

  @Test
  void retriesAreCountedForEachCall() throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).retryOnWorkerLost(2).build()) {
      AsyncResult<Void> lost =
          submitAround(
              pool,
              () -> {
                Faults.append(there, "tried", 0);
                Fault.HALT.strikeHere();
              });
      assertThrows(ExecutionException.class, lost::get);
      for (AsyncResult<Void> result : behind) {
        result.get();
      }
    }
    assertEquals(3, Faults.marks(folder, "tried").size());
    assertEachBehindWasBegunOnce();
  }

  @Test
  void whatWasNotBegunComesBackFromShutdownNow() throws Exception {
    Pool pool = new Pool(1);
    ProcessPoolExecutor executor = new ProcessPoolExecutor(pool);
    String there = folder.toString();
    for (int i = 0; i < QUICK; i++) {
      executor.execute(() -> {});
    }
    executor.execute(() -> Phase.reached(Path.of(there), "slow"));
    for (int i = 0; i < BEHIND; i++) {
      int element = i;
      executor.execute(() -> Faults.append(there, "begun", element));
    }
    Phases.in(folder).await("slow", LIMIT);
    List<Runnable> left = executor.shutdownNow();
    assertEquals(BEHIND, left.size());
    executor.close();
    left.forEach(Runnable::run);
    assertEquals(BEHIND, Faults.marks(folder, "begun").stream().distinct().count());
  }

  /** A call in the midst of many quick ones; those behind it leave marks. */
  private AsyncResult<Void> submitAround(Pool pool, SerializableRunnable call) {
    String there = folder.toString();
    for (int i = 0; i < QUICK; i++) {
      AsyncResult<Integer> ignored = pool.applyAsync(() -> 1);
    }
    AsyncResult<Void> result = pool.applyAsync(call);
    for (int i = 0; i < BEHIND; i++) {
      int element = i;
      behind.add(pool.applyAsync(() -> Faults.append(there, "begun", element)));
    }
    return result;
  }

  private void assertEachBehindWasBegunOnce() throws Exception {
    List<Integer> begun = Faults.marks(folder, "begun").stream().sorted().toList();
    assertEquals(IntStream.range(0, BEHIND).boxed().toList(), begun);
  }
}
