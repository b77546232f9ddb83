package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import multiprocessing.testkit.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A terminal, or the machine's size, meets a pool. */
@ProcessTest
class PoolTerminalTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ctrlCInAMapEndsEverythingOnceAndQuietly(boolean wholeGroup) {
    assumeFalse(Signal.INT.isIgnoredHere(), "SIGINT is ignored in this test run");
    try (Terminal terminal = Terminal.run(folder, program())) {
      Phases phases = Phases.in(folder);
      Eventually.until(
          "workers are busy: " + terminal,
          LIMIT,
          () -> !terminal.isAlive() || phases.at("task").size() == 3);
      if (wholeGroup) {
        terminal.interruptGroup(Signal.INT);
      } else {
        Signal.INT.send(terminal.pid());
      }
      assertEquals(130, terminal.awaitExit(LIMIT), terminal::toString);
      Eventually.until("all are gone: " + terminal, LIMIT, terminal::groupIsGone);
      assertEquals("", terminal.stdout());
      assertEquals("", terminal.stderr());
    }
  }

  private ChildJvm.Builder program() {
    ChildJvm.Builder program = ChildJvm.of(Maps.class).arguments(folder.toString());
    if (Runtime.version().feature() >= 24) {
      program.jvmOptions("--sun-misc-unsafe-memory-access=allow"); // or Kryo's use of it is told
    }
    return program;
  }

  @Test
  void workersShareTheMemory() throws Exception {
    try (Pool one = new Pool(1);
        Pool five = new Pool(5)) {
      double alone = one.apply(() -> Runtime.getRuntime().maxMemory());
      double shared = five.apply(() -> Runtime.getRuntime().maxMemory());
      assertEquals(10 / 25.0, shared / alone, 0.05);
      List<String> options =
          five.apply(() -> ManagementFactory.getRuntimeMXBean().getInputArguments());
      assertTrue(options.toString().contains("MaxRAMPercentage=10.000"), options::toString);
    }
  }

  /** Main: is in a map. */
  static final class Maps {
    public static void main(String[] args) throws Exception {
      try (Pool pool = new Pool(3)) {
        String at = args[0];
        pool.map(
            i -> {
              Phase.reached(Path.of(at), "task");
              return i;
            },
            List.of(1, 2, 3, 4, 5, 6));
      }
    }
  }
}
