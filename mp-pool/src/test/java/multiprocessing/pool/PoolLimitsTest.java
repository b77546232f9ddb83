package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that use too much, or stand still for too long. */
@ProcessTest
class PoolLimitsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void workerThatUsesTooMuchMemoryIsKilledAndItsTaskSaysWhy() throws Exception {
    try (Pool pool =
        Pool.builder().processes(1).jvmOptions("-Xmx1g").memoryLimit(300L << 20).build()) {
      assertEquals(3, pool.apply(() -> "abc".length()));
      WorkerLostException lost =
          assertThrows(WorkerLostException.class, () -> pool.apply(PoolLimitsTest::fillMemory));
      assertTrue(
          lost.getMessage().contains("the pool killed it, because it used "), lost::getMessage);
      assertTrue(lost.getMessage().contains(" MiB, more than 300 MiB"), lost::getMessage);
      assertEquals(3, pool.apply(() -> "abc".length()));
    }
  }

  @Test
  void workerThatHasGrownIsReplacedAfterItsTaskAndNothingFails() throws Exception {
    try (Pool pool =
        Pool.builder().processes(1).jvmOptions("-Xmx1g").maxMemoryPerChild(300L << 20).build()) {
      long small = pool.apply(PoolLimitsTest::pid);
      assertEquals(small, pool.apply(PoolLimitsTest::pid));
      List<Long> pids = pool.map(PoolLimitsTest::grow, List.of(0, 0, 400, 0, 0), 5);
      assertEquals(List.of(small, small, small), pids.subList(0, 3));
      assertNotEquals(small, pids.get(3));
      assertEquals(pids.get(3), pids.get(4));
      assertEquals(pids.get(4), pool.apply(PoolLimitsTest::pid));
      assertEquals(pids.get(4), pool.apply(() -> grow(400)));
      assertNotEquals(pids.get(4), pool.apply(PoolLimitsTest::pid));
      assertEquals(0, pool.stats().workersLost());
    }
  }

  private static long grow(int mebibytes) {
    byte[][] all = new byte[mebibytes][];
    for (int i = 0; i < mebibytes; i++) {
      all[i] = new byte[1 << 20];
      Arrays.fill(all[i], (byte) i);
    }
    return pid();
  }

  @Test
  void workerThatIsStoppedForTooLongIsKilledAndItsTaskSaysSo() throws Exception {
    try (Pool pool = Pool.builder().processes(1).stoppedLimit(Duration.ofMillis(300)).build()) {
      String place = folder.toString();
      AsyncResult<Integer> result = pool.applyAsync(() -> reachAndWait(place));
      Phases phases = Phases.in(folder);
      phases.await("runs", LIMIT);
      phases.kill("runs", Signal.STOP);
      ExecutionException thrown = assertThrows(ExecutionException.class, () -> result.get(LIMIT));
      WorkerLostException lost = assertInstanceOf(WorkerLostException.class, thrown.getCause());
      assertTrue(
          lost.getMessage().contains("the pool killed it, because it was stopped for "),
          lost::getMessage);
      assertEquals(1, pool.apply(() -> 1));
    }
  }

  @Test
  void workerInWhichAnErrorOfTheJvmCameUpIsReplaced() throws Exception {
    try (Pool pool = Pool.builder().processes(1).jvmOptions("-Xmx64m").build()) {
      long before = pool.apply(PoolLimitsTest::pid);
      assertThrows(OutOfMemoryError.class, () -> pool.apply(n -> new long[n].length, 1 << 27));
      long second = pool.apply(PoolLimitsTest::pid);
      assertNotEquals(before, second);
      assertThrows(StackOverflowError.class, () -> pool.apply(PoolLimitsTest::deeper, 1));
      assertNotEquals(second, pool.apply(PoolLimitsTest::pid));
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static int deeper(int n) {
    return n < 0 ? n : deeper(n + 1) + 1;
  }

  private static int fillMemory() throws InterruptedException {
    byte[][] all = new byte[800][];
    for (int i = 0; i < all.length; i++) {
      all[i] = new byte[1 << 20];
    }
    Thread.sleep(LIMIT.toMillis());
    return all.length;
  }

  private static int reachAndWait(String folder) throws InterruptedException {
    Phase.passed(Path.of(folder), "runs");
    Thread.sleep(LIMIT.toMillis());
    return 0;
  }
}
