package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a worker that was lost. */
@ProcessTest
class PoolLossTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void lastWordsAreInTheException() {
    try (Pool pool = new Pool(1)) {
      WorkerLostException lost =
          assertThrows(WorkerLostException.class, () -> pool.apply(PoolLossTest::complainAndExit));
      assertEquals(7, lost.exitCode());
      assertEquals("the licence server\ndoes not answer", lost.lastErrors());
      String message = lost.getMessage();
      assertTrue(message.contains("exit code 7"), message);
      assertTrue(message.endsWith("; it wrote last: " + lost.lastErrors()), message);
    }
  }

  @Test
  void dumpTellsWhatEachWorkerDoes() throws Exception {
    try (Pool pool = new Pool(2)) {
      String place = folder.toString();
      AsyncResult<Void> busy = pool.applyAsync(() -> Phase.reached(Path.of(place), "busy"));
      Phases phases = Phases.in(folder);
      long pid = phases.await("busy", LIMIT);
      Eventually.until("both are ready", LIMIT, () -> both(pool));
      String dump = pool.dump();
      int of = dump.indexOf("worker pid=" + pid + ", busy, 0 tasks done\n");
      assertTrue(of >= 0, dump);
      assertTrue(dump.substring(of).contains("multiprocessing.testkit.Phase.reached"), dump);
      assertTrue(dump.contains(", idle, 0 tasks done\n"), dump);
      phases.kill("busy", Signal.STOP);
      assertTrue(pool.dump().contains("does not answer"), dump);
      phases.kill("busy", Signal.CONT);
      phases.release("busy");
      busy.get();
    }
  }

  @Test
  void dumpTellsOfWorkersThatStartAndThatThereAreNone() throws Exception {
    String place = folder.toString();
    Pool.Builder starting =
        Pool.builder().processes(1).initializer(() -> Phase.reached(Path.of(place), "initializer"));
    try (Pool pool = starting.build()) {
      long pid = Phases.in(folder).await("initializer", LIMIT);
      String expected = "worker pid=" + pid + ", starting: its JVM boots, or its initializer runs";
      assertEquals(expected + "\n\n", pool.dump());
      Phases.in(folder).release("initializer");
    }
    try (Pool pool = Pool.builder().minProcesses(0).build()) {
      assertEquals("no workers\n", pool.dump());
    }
  }

  private static boolean both(Pool pool) {
    return pool.workers().stream().filter(WorkerStatus::ready).count() == 2;
  }

  private static void complainAndExit() {
    System.err.println("the licence server");
    System.err.println("does not answer");
    System.exit(7);
  }
}
