package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import multiprocessing.Multiprocessing;
import multiprocessing.Output;
import multiprocessing.StartMethod;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a pool's workers print, and what they are called. */
@ProcessTest
class PoolOutputTest {
  @TempDir Path folder;

  @Test
  void linesOfWorkersComeBehindTheirNames() {
    try (ChildJvm program = ChildJvm.start(Prefixed.class)) {
      assertEquals(0, program.awaitExit(Duration.ofSeconds(30)), program::toString);
      assertEquals("[SpawnPoolWorker-1] out 1\n", program.stdout());
      assertEquals("[SpawnPoolWorker-1] err 1\n", program.stderr());
    }
  }

  @Test
  void workersAreNamedAsInPython() throws Exception {
    try (Pool pool = new Pool(1)) {
      String name = pool.apply(() -> Multiprocessing.currentProcess().name());
      assertTrue(name.matches("ForkServerPoolWorker-\\d+"), name);
    }
  }

  @Test
  void whatAKilledWorkerWroteComes() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().processes(1).output(Output.to(lines::add)).build()) {
      assertThrows(
          WorkerLostException.class,
          () ->
              pool.apply(
                  () -> {
                    System.out.print("first\nhalf");
                    System.out.flush();
                    Signal.KILL.send(ProcessHandle.current().pid());
                    Thread.sleep(60_000);
                  }));
    }
    assertEquals(List.of("first", "half"), lines);
  }

  @Test
  void allWorkersAppendToOneFile() throws Exception {
    Path file = folder.resolve("all.txt");
    try (Pool pool =
        Pool.builder()
            .processes(2)
            .maxTasksPerChild(2)
            .output(Output.appendToFile(file))
            .errorOutput(Output.merged())
            .build()) {
      pool.map(
          n -> {
            System.out.println("out " + n);
            System.err.println("err " + n);
            return n;
          },
          List.of(1, 2, 3, 4),
          1);
    }
    List<String> expected =
        IntStream.rangeClosed(1, 4)
            .boxed()
            .flatMap(n -> List.of("err " + n, "out " + n).stream())
            .sorted()
            .toList();
    assertEquals(expected, Files.readAllLines(file).stream().sorted().toList());
  }

  @Test
  void standardOutputCannotBeMergedWithItself() {
    assertThrows(IllegalArgumentException.class, () -> Pool.builder().output(Output.merged()));
  }

  /** A pool of one whose task prints. */
  static final class Prefixed {
    private Prefixed() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool =
          Pool.builder()
              .processes(1)
              .context(Multiprocessing.getContext(StartMethod.SPAWN))
              .output(Output.prefixed())
              .errorOutput(Output.prefixed())
              .build()) {
        pool.apply(
            () -> {
              System.out.println("out 1");
              System.err.println("err 1");
            });
      }
    }
  }
}
