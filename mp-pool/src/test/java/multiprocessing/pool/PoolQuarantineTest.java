package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import multiprocessing.Multiprocessing;
import multiprocessing.function.SerializableFunction;
import multiprocessing.pool.Faults.Fault;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that kills each of its workers is not tried for ever, and costs no other a retry. */
@ProcessTest
class PoolQuarantineTest {
  private static final int SIZE = 12;
  private static final int KILLER = 4;

  /** Comes behind the killer in the same chunk, and needs its own retry. */
  private static final int UNLUCKY = 5;

  private static final List<Integer> ELEMENTS = IntStream.range(0, SIZE).boxed().toList();

  @TempDir Path folder;

  @Test
  void whatKillsEachWorkerIsNotTriedAgainAndSaysHowManyItWere() throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).retryOnWorkerLost(1).build()) {
      List<Outcome<Integer>> outcomes = pool.mapOutcomes(n -> run(there, "map", n), ELEMENTS, SIZE);
      for (int n = 0; n < SIZE; n++) {
        if (n == KILLER) {
          assertQuarantined(
              2, n, assertInstanceOf(Outcome.Failure.class, outcomes.get(n)).exception());
        } else {
          assertEquals(new Outcome.Success<>(n), outcomes.get(n));
        }
      }
      assertRuns("map");
      try (ResultIterator<Integer> results =
          pool.imap(n -> run(there, "imap", n), ELEMENTS, SIZE)) {
        for (int n = 0; n < SIZE; n++) {
          if (n == KILLER) {
            assertQuarantined(2, n, assertThrows(WorkerLostException.class, results::next));
          } else {
            assertEquals(n, results.next());
          }
        }
      }
      assertRuns("imap");
      assertQuarantined(
          2, 0, assertThrows(WorkerLostException.class, () -> pool.apply(Fault.HALT::strikeHere)));
      TaskCalls once = pool.with(TaskOptions.of().retryOnWorkerLost(0));
      WorkerLostException first =
          assertThrows(WorkerLostException.class, () -> once.apply(Fault.HALT::strikeHere));
      assertEquals(1, first.attempts());
      assertEquals(1, pool.apply(() -> 1));
    }
  }

  @Test
  void functionThatKillsWhoeverReadsItFailsItsCallsAfterAFewWorkers() throws Exception {
    List<Integer> many = IntStream.range(0, 1_000).boxed().toList();
    try (Pool pool = new Pool(1)) {
      // an iterator, as it sends the function with batches that are jobs of their own
      try (ResultIterator<Integer> results = pool.imap(Deadly.function(), many)) {
        assertUnread(assertThrows(WorkerLostException.class, results::next));
      }
      assertEquals(1, pool.apply(() -> 1)); // by the successor of the last, which is counted then
      assertEquals(Readership.MOST_LOST, pool.stats().workersLost());
    }
  }

  private static void assertUnread(WorkerLostException lost) {
    assertEquals(Fault.HALT.exitCode(), lost.exitCode());
    assertTrue(
        lost.getMessage().startsWith("worker processes die while they read the function, 5 in a"),
        lost::getMessage);
  }

  /** Its function cannot be rebuilt without it. */
  static final class Deadly {
    static {
      if (Multiprocessing.currentProcess().isDaemon()) {
        Fault.HALT.strikeHere();
      }
    }

    private Deadly() {}

    static SerializableFunction<Integer, Integer> function() {
      return n -> n;
    }
  }

  private static int run(String folder, String kind, int element) throws IOException {
    Faults.append(folder, kind, element);
    int times = Collections.frequency(Faults.marks(Path.of(folder), kind), element);
    if (element == KILLER || (element == UNLUCKY && times == 1)) {
      Fault.HALT.strikeHere();
    }
    return element;
  }

  private static void assertQuarantined(int workers, int task, Throwable seen) {
    WorkerLostException lost = assertInstanceOf(WorkerLostException.class, seen);
    assertEquals(workers, lost.attempts());
    String words =
        "task="
            + task
            + ", attempt "
            + workers
            + ": so many workers have died while they ran it, and it is not tried again";
    assertTrue(lost.getMessage().contains(words), lost.getMessage());
  }

  private void assertRuns(String kind) throws IOException {
    List<Integer> runs = Faults.marks(folder, kind);
    for (int n = 0; n < SIZE; n++) {
      int expected = n == KILLER || n == UNLUCKY ? 2 : 1;
      assertEquals(expected, Collections.frequency(runs, n), kind + " " + n);
    }
  }
}
