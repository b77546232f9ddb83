package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import multiprocessing.Process;
import multiprocessing.function.SerializableFunction;
import multiprocessing.internal.resource.Family;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Workers that have pools and processes of their own. */
@ProcessTest
class NestedPoolTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(5);

  /** A worker's own pool's worker, that one's pool's worker, and a process of the worker. */
  private static final int DESCENDANTS = 3;

  @TempDir Path folder;

  @Test
  @HardLimit(seconds = 120)
  void aPoolWithinAPoolWithinAPoolHasItsResults() throws Exception {
    try (Pool pool = new Pool(1)) {
      assertEquals(
          List.of(11, 21),
          pool.apply(
              () -> {
                try (Pool inner = new Pool(1)) {
                  return inner.apply(NestedPoolTest::timesTenPlusOne, List.of(1, 2));
                }
              }));
    }
  }

  private static List<Integer> timesTenPlusOne(List<Integer> numbers) throws InterruptedException {
    try (Pool innermost = new Pool(1)) {
      return innermost.map(n -> n * 10 + 1, numbers);
    }
  }

  @Test
  @HardLimit(seconds = 120)
  void poolOfTheClassOfATaskIsNotMadeAgainInEachWorkerWithoutEnd() throws Exception {
    try (Pool pool = OfItsClass.POOL) {
      assertRefused(() -> pool.map(OfItsClass.task(), List.of(1, 2), 1));
      assertRefused(() -> pool.apply(OfItsClass.task(), 1));
      int answer = pool.apply(() -> OfAnotherClass.POOL.apply(() -> 42));
      assertEquals(42, answer);
    }
  }

  private static void assertRefused(Executable call) {
    Throwable thrown = assertThrows(Throwable.class, call);
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    assertTrue(text.toString().contains("or makes a pool"), text::toString);
  }

  /** Its lambda cannot be rebuilt without it, nor it be initialized without a pool. */
  static final class OfItsClass {
    static final Pool POOL = new Pool(1);

    private OfItsClass() {}

    static SerializableFunction<Integer, Integer> task() {
      return n -> n;
    }
  }

  /** Is initialized in a task, as any code that runs there. */
  static final class OfAnotherClass {
    static final Pool POOL = new Pool(1);

    private OfAnotherClass() {}
  }

  @Test
  @HardLimit(seconds = 120)
  void whatAKilledWorkerHadStartedEndsWithItAndLeavesNoSlate() throws Exception {
    String place = folder.toString();
    try (Pool pool = new Pool(1)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> becomeAFamily(place));
      List<ProcessHandle> below = awaitFamily();
      ProcessHandle worker = ProcessHandle.of(onlyPid("worker")).orElseThrow();
      Signal.KILL.send(worker.pid());
      ExecutionException seen = assertThrows(ExecutionException.class, result::get);
      assertTrue(seen.getCause() instanceof WorkerLostException, seen::toString);
      Eventually.until(
          "its family is gone", SOON, () -> below.stream().noneMatch(NestedPoolTest::lives));
      int answer = pool.apply(() -> 42);
      assertEquals(42, answer);
      assertEquals(List.of(), nestedSlates());
    }
  }

  @Test
  @HardLimit(seconds = 120)
  void whatAWorkerHadStartedEndsWhenThePoolIsTerminated() throws Exception {
    String place = folder.toString();
    List<ProcessHandle> below;
    try (Pool pool = new Pool(1)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> becomeAFamily(place));
      below = awaitFamily();
      pool.terminate();
      assertThrows(ExecutionException.class, result::get);
    }
    Eventually.until(
        "its family is gone", SOON, () -> below.stream().noneMatch(NestedPoolTest::lives));
  }

  @Test
  @HardLimit(seconds = 120)
  void whatWorkersHadStartedEndsWhenTheProgramIsKilled() {
    try (ChildJvm program = ChildJvm.start(Program.class, folder.toString())) {
      List<ProcessHandle> below = awaitFamily();
      ProcessHandle worker = ProcessHandle.of(onlyPid("worker")).orElseThrow();
      program.kill(Signal.KILL);
      assertEquals(Signal.KILL.exitStatus(), program.awaitExit(LIMIT), program::toString);
      Eventually.until("all are gone", SOON, () -> below.stream().noneMatch(NestedPoolTest::lives));
      Eventually.until("the worker is gone", SOON, () -> !lives(worker));
    }
  }

  private List<ProcessHandle> awaitFamily() {
    Phases phases = Phases.in(folder);
    Eventually.until("all run", LIMIT, () -> phases.at("below").size() == DESCENDANTS);
    return phases.at("below").stream().map(ProcessHandle::of).flatMap(h -> h.stream()).toList();
  }

  private long onlyPid(String phase) {
    return Phases.in(folder).at(phase).get(0);
  }

  private static boolean lives(ProcessHandle process) {
    return process.isAlive();
  }

  private static List<String> nestedSlates() {
    try (Stream<Path> files = Files.list(Family.current().folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(n -> n.contains("-in-"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int becomeAFamily(String place) throws Exception {
    Phase.passed(Path.of(place), "worker");
    new Process(NestedPoolTest::stay, place).start();
    try (Pool inner = new Pool(1)) {
      return inner.apply(NestedPoolTest::stayWithAPool, place);
    }
  }

  private static int stayWithAPool(String place) throws Exception {
    try (Pool innermost = new Pool(1)) {
      AsyncResult<Integer> never = innermost.applyAsync(NestedPoolTest::stayHere, place);
      return stayHere(place) + never.get();
    }
  }

  private static void stay(String place) {
    stayHere(place);
  }

  private static int stayHere(String place) {
    Phase.reached(Path.of(place), "below");
    return 0;
  }

  /** A program whose worker has a family of its own. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      String place = args[0];
      try (Pool pool = new Pool(1)) {
        pool.apply(() -> becomeAFamily(place));
      }
    }
  }
}
