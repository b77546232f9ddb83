package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multiprocessing.Multiprocessing;
import multiprocessing.Process;
import multiprocessing.StartMethod;
import multiprocessing.internal.resource.Family;
import multiprocessing.pool.Charge.Bane;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pool in a program of its own: how the program ends, and what is left then. */
@ProcessTest
class PoolLifeTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void workersAreStartedByThePoolsOwnMethod(StartMethod method) throws InterruptedException {
    try (Pool pool =
        Pool.builder().processes(1).context(Multiprocessing.getContext(method)).build()) {
      StartMethod ofWorker = pool.apply(() -> Multiprocessing.getStartMethod());
      assertEquals(method, ofWorker);
    }
  }

  @Test
  void aPoolThatIsNeverClosedDoesNotKeepItsProgramFromEnding() {
    try (ChildJvm program = start(NeverClosed.class)) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
      assertTrue(program.stdout().contains("result 42"), program::toString);
      assertEquals("", program.stderr());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KILL", "INT", "TERM"})
  void whenTheProgramIsKilledInAMapItsWorkersEndToo(Signal signal) {
    assumeFalse(signal.isIgnoredHere(), () -> "this build was started with " + signal + " ignored");
    try (ChildJvm program = start(MapUntilKilled.class, folder.toString())) {
      Phases phases = Phases.in(folder);
      Eventually.until("two run", LIMIT, () -> phases.at("running").size() == 2);
      List<ProcessHandle> family = program.process().descendants().toList();
      program.kill(signal);
      assertEquals(signal.exitStatus(), program.awaitExit(LIMIT), program::toString);
      Eventually.until("all are gone", Duration.ofSeconds(5), () -> areGone(family));
    }
  }

  /** They are stopped, or have shutdown hooks that do not end. */
  @Test
  void workersThatDoNotEndAreKilledByClose() throws Exception {
    Pool pool = new Pool(3);
    PoolFaultTableTest.arm(pool, folder, List.of(Bane.HANG, Bane.EXIT, Bane.NOTHING));
    List<Long> pids = Phases.in(folder).at("armed");
    Signal.STOP.send(pids.get(0));
    pool.close();
    assertEquals(List.of(), Phases.in(folder).at("armed"));
    pids.forEach(pid -> assertTrue(ProcessHandle.of(pid).isEmpty()));
  }

  @Test
  void poolsThatWereClosedLeaveNoFileInTheFolderOfTheFamily() throws Exception {
    Path files = Family.current().folder();
    for (int i = 0; i < 12; i++) {
      try (Pool pool = new Pool(2)) {
        pool.apply(() -> 1);
      }
    }
    try (Stream<Path> left = Files.list(files)) {
      // life, janitor, names, holders, and pipes made beforehand
      List<Path> all = left.toList();
      assertTrue(all.size() <= 4 + 16, all::toString);
    }
  }

  @Test
  void aChildThatIsNotADaemonMayHaveAPool() throws Exception {
    Process child = new Process(PoolLifeTest::usePool);
    child.start();
    child.join();
    assertEquals(0, child.exitCode().orElseThrow());
  }

  private static void usePool() throws InterruptedException {
    try (Pool pool = new Pool(2)) {
      if (!pool.map(n -> n + 1, List.of(1, 2, 3)).equals(List.of(2, 3, 4))) {
        throw new IllegalStateException("wrong result");
      }
    }
  }

  private static boolean areGone(List<ProcessHandle> family) {
    return family.stream().noneMatch(ProcessHandle::isAlive);
  }

  private static ChildJvm start(Class<?> main, String... arguments) {
    return ChildJvm.of(main).arguments(arguments).start();
  }

  static final class NeverClosed {
    private NeverClosed() {}

    public static void main(String[] args) throws Exception {
      Pool pool = new Pool(2);
      List<Integer> results = new ArrayList<>(pool.map(n -> n * 2, List.of(20, 21)));
      System.out.println("result " + results.get(1));
    }
  }

  static final class MapUntilKilled {
    private MapUntilKilled() {}

    public static void main(String[] args) throws Exception {
      String folder = args[0];
      try (Pool pool = new Pool(2)) {
        pool.map(
            n -> {
              Phase.reached(Path.of(folder), "running");
              return n;
            },
            IntStream.range(0, 100).boxed().toList());
      }
    }
  }
}
