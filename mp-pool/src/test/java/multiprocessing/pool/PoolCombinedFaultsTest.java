package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import multiprocessing.pool.Charge.Bane;
import multiprocessing.pool.Faults.Fault;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timeouts, cancellations, lost workers, retries, few tasks for each worker: at the same time. */
@ProcessTest
class PoolCombinedFaultsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofMillis(50);

  @TempDir Path folder;

  @Test
  void amongBundledCallsOnlyThoseFailThatTakeTooLong() throws Exception {
    String there = folder.toString();
    try (Pool pool =
        Pool.builder().processes(2).taskTimeout(TIMEOUT).interruptGrace(GRACE).build()) {
      List<AsyncResult<Integer>> calls = new ArrayList<>();
      for (int n = 0; n < 600; n++) {
        calls.add(pool.applyAsync(number -> quickOrNot(there, number), n));
      }
      for (int n = 0; n < 600; n++) {
        AsyncResult<Integer> call = calls.get(n);
        if (n % 200 == 150) {
          ExecutionException seen = assertThrows(ExecutionException.class, () -> call.get(LIMIT));
          assertInstanceOf(TaskTimeoutException.class, seen.getCause());
        } else {
          assertEquals(n, call.get(LIMIT));
        }
      }
      assertBegunOnce(600);
    }
  }

  /** One sleeps, so that its worker lives; the others ignore the interrupt. */
  private static int quickOrNot(String folder, int n) throws InterruptedException {
    Faults.append(folder, "begun", n);
    if (n == 350) {
      Thread.sleep(LIMIT.toMillis());
    } else if (n % 200 == 150) {
      Bane.HANG.strikeHere();
    }
    return n;
  }

  @Test
  void workersOfThreeTasksThatHangDieAndAreRetriedDoAllOfAMap() throws Exception {
    String there = folder.toString();
    try (Pool pool =
        Pool.builder()
            .processes(2)
            .maxTasksPerChild(3)
            .retryOnWorkerLost(1)
            .taskTimeout(TIMEOUT)
            .interruptGrace(GRACE)
            .build()) {
      List<Outcome<Integer>> outcomes = pool.mapOutcomes(n -> unlucky(there, n), upTo(24), 1);
      for (int n = 0; n < 24; n++) {
        if (n == 11 || n == 20) {
          assertInstanceOf(TaskTimeoutException.class, outcomes.get(n).failure().orElseThrow());
        } else if (n == 15) {
          assertInstanceOf(WorkerLostException.class, outcomes.get(n).failure().orElseThrow());
        } else {
          assertEquals(n, outcomes.get(n).get());
        }
      }
      List<Integer> begun = Faults.marks(folder, "begun");
      for (int n = 0; n < 24; n++) {
        int times = n == 4 || n == 15 ? 2 : 1;
        assertEquals(times, Collections.frequency(begun, n), "element " + n);
      }
    }
  }

  /** Tasks 11 and 20 hang, 4 kills its worker once, 15 does so each time. */
  private static int unlucky(String folder, int n) throws Exception {
    Faults.append(folder, "begun", n);
    if (n == 11 || n == 20) {
      Bane.HANG.strikeHere();
    }
    if (n == 15 || (n == 4 && Files.notExists(Path.of(folder, "died")))) {
      Files.writeString(Path.of(folder, "died"), "");
      Fault.HALT.strikeHere();
    }
    return n;
  }

  /** Some are cancelled before they begin, some while they run, some when they have a result. */
  @Test
  void callsThatAreCancelledAtAnyMomentHarmNoOther() throws Exception {
    long seed = Long.getLong("mp.test.seed", System.nanoTime());
    System.out.println("-Dmp.test.seed=" + seed);
    Random random = new Random(seed);
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(2).interruptGrace(LIMIT).build()) {
      long pids = pool.map(n -> ProcessHandle.current().pid(), upTo(2), 1).size();
      assertEquals(2, pids);
      List<AsyncResult<Integer>> calls = new ArrayList<>();
      for (int n = 0; n < 2_000; n++) {
        calls.add(pool.applyAsync(number -> shortNap(there, number), n));
        AsyncResult<Integer> victim = calls.get(random.nextInt(calls.size()));
        boolean ignored = n % 4 == 0 && victim.cancel(true);
      }
      int cancelled = 0;
      for (int n = 0; n < calls.size(); n++) {
        AsyncResult<Integer> call = calls.get(n);
        if (call.isCancelled()) {
          cancelled++;
          assertThrows(CancellationException.class, call::get);
        } else {
          assertEquals(n, call.get(LIMIT));
        }
      }
      assertTrue(cancelled > 0);
      List<Integer> begun = Faults.marks(folder, "begun");
      assertEquals(begun.stream().distinct().count(), begun.size(), "none runs twice");
    }
  }

  private static int shortNap(String folder, int n) throws InterruptedException {
    Faults.append(folder, "begun", n);
    if (n % 16 == 0) {
      Thread.sleep(1);
    }
    return n;
  }

  @Test
  void iteratorThatIsLeftWhileItsTaskHangsHoldsUpNobody() throws Exception {
    String there = folder.toString();
    try (Pool pool =
        Pool.builder().processes(1).taskTimeout(TIMEOUT).interruptGrace(GRACE).build()) {
      try (ResultIterator<Integer> left =
          pool.imapUnordered(n -> hangAtTwo(there, n), upTo(50), 10)) {
        assertEquals(0, left.next());
        Phases.in(folder).await("two", LIMIT);
      }
      assertEquals(upTo(10), pool.map(n -> n, upTo(10)));
    }
    assertFalse(Faults.marks(folder, "begun").contains(3), "nobody waited for it");
  }

  private static int hangAtTwo(String folder, int n) {
    Faults.append(folder, "begun", n);
    if (n == 2) {
      Phase.passed(Path.of(folder), "two");
      Bane.HANG.strikeHere();
    }
    return n;
  }

  /** A large argument or result needs no second copy; an element among others does. */
  @Test
  void whatFitsOnceOnlyIsAnErrorOfItsTaskAloneOrNone() throws Exception {
    try (Pool pool = Pool.builder().processes(1).jvmOptions("-Xmx64m").build()) {
      byte[] large = new byte[40 << 20];
      int length = pool.apply(bytes -> bytes.length, large);
      assertEquals(large.length, length);
      assertEquals(large.length, pool.apply(n -> new byte[n], 40 << 20).length);
      List<Integer> sizes = List.of(1, 40 << 20, 80 << 20, 3);
      List<Outcome<byte[]>> results = pool.mapOutcomes(n -> new byte[n], sizes, 4);
      assertEquals(1, results.get(0).get().length);
      assertEquals(40 << 20, results.get(1).get().length);
      assertInstanceOf(OutOfMemoryError.class, results.get(2).failure().orElseThrow());
      assertEquals(3, results.get(3).get().length);
      List<byte[]> elements = List.of(new byte[1], large, new byte[3]);
      List<Outcome<Integer>> lengths = pool.mapOutcomes(bytes -> bytes.length, elements, 3);
      assertEquals(1, lengths.get(0).get());
      assertInstanceOf(OutOfMemoryError.class, lengths.get(1).failure().orElseThrow());
      assertEquals(3, lengths.get(2).get());
    }
  }

  private void assertBegunOnce(int size) throws Exception {
    List<Integer> begun = new ArrayList<>(Faults.marks(folder, "begun"));
    Collections.sort(begun);
    assertEquals(upTo(size), begun);
  }

  private static List<Integer> upTo(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
