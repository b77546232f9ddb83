package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multiprocessing.ProcessStartException;
import multiprocessing.SerializationException;
import multiprocessing.pool.Charge.Bane;
import multiprocessing.pool.Charge.Point;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The table of docs/FAULTS.md, phase by fault, where no other test has the cell. */
@ProcessTest
class PoolFaultTableTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration STOPPED = Duration.ofMillis(300);
  private static final int EVERY = 3;

  @TempDir Path folder;

  @AfterAll
  static void deleteCrashReports() throws Exception {
    PoolFaultTest.deleteCrashReports();
  }

  /**
   * All faults in one map, between elements that are fine, and the same as calls beside it
   * (PoolFaultTest has those that run).
   */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SERIALIZE_TASK")
  void inTheWorkerOnlyTheElementFailsThatGoesWrong(Point point) throws Exception {
    try (Pool pool =
        Pool.builder()
            .processes(3)
            .taskTimeout(TIMEOUT)
            .interruptGrace(Duration.ofMillis(50))
            .stoppedLimit(STOPPED)
            .jvmOptions("-Xmx64m")
            .build()) {
      List<Charge> single = point == Point.RUN ? List.of() : charges(point, 0);
      List<Charge> together = charges(point, single.size());
      List<AsyncResult<Charge>> calls =
          single.stream().map(charge -> pool.applyAsync(Charge::run, charge)).toList();
      List<Outcome<Charge>> outcomes = pool.mapOutcomes(Charge::run, together, together.size());
      for (int i = 0; i < together.size(); i++) {
        assertOutcome(point, together.get(i), outcomes.get(i));
      }
      for (int i = 0; i < single.size(); i++) {
        assertOutcome(point, single.get(i), outcome(calls.get(i)));
      }
      assertBegunOnce(point, Stream.concat(single.stream(), together.stream()).toList());
      Eventually.until("three workers wait", LIMIT, () -> areIdle(pool, 3));
    }
  }

  private List<Charge> charges(Point point, int first) {
    Bane[] banes = Bane.values();
    return IntStream.range(0, EVERY * banes.length)
        .mapToObj(
            n ->
                new Charge(
                    first + n,
                    point,
                    n % EVERY == 1 ? banes[n / EVERY] : Bane.NOTHING,
                    folder.toString()))
        .toList();
  }

  private static Outcome<Charge> outcome(AsyncResult<Charge> call) throws InterruptedException {
    try {
      return new Outcome.Success<>(call.get(LIMIT));
    } catch (ExecutionException e) {
      return new Outcome.Failure<>(e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("no outcome within " + LIMIT, e);
    }
  }

  private static void assertOutcome(Point point, Charge charge, Outcome<Charge> outcome)
      throws Exception {
    String cell = point + " " + charge.bane();
    if (charge.bane() == Bane.NOTHING) {
      assertEquals(charge.number(), outcome.get().number(), cell);
      return;
    }
    Throwable failure = outcome.failure().orElseThrow(() -> new AssertionError(cell));
    switch (charge.bane()) {
      case EXCEPTION -> {
        Class<?> type =
            point == Point.RUN ? IllegalStateException.class : SerializationException.class;
        assertEquals(type, failure.getClass(), cell);
        assertTrue(failure.getMessage().contains("goes wrong"), failure::getMessage);
      }
      case OOM -> assertInstanceOf(OutOfMemoryError.class, failure, cell);
      case HANG -> assertInstanceOf(TaskTimeoutException.class, failure, cell);
      case STOP -> {
        assertInstanceOf(WorkerLostException.class, failure, cell);
        assertTrue(failure.getMessage().contains("it was stopped for"), failure::getMessage);
      }
      default -> {
        WorkerLostException lost = assertInstanceOf(WorkerLostException.class, failure, cell);
        assertEquals(charge.bane().exitCode(), lost.exitCode(), cell);
      }
    }
  }

  private void assertBegunOnce(Point point, List<Charge> charges) throws Exception {
    List<Integer> expected = new ArrayList<>();
    for (Charge charge : charges) {
      if (point != Point.DESERIALIZE_TASK || charge.bane() == Bane.NOTHING) {
        expected.add(charge.number());
      }
    }
    List<Integer> begun = new ArrayList<>(Faults.marks(folder, "begun"));
    Collections.sort(begun);
    assertEquals(expected, begun);
  }

  @Test
  void whileATaskIsSerializedOnlyItsCallerIsTouched() throws Exception {
    String there = folder.toString();
    try (Pool pool = new Pool(1)) {
      Charge wrong = new Charge(1, Point.SERIALIZE_TASK, Bane.EXCEPTION, there);
      SerializationException seen =
          assertThrows(SerializationException.class, () -> pool.apply(Charge::run, wrong));
      assertTrue(seen.getMessage().contains("goes wrong"), seen::getMessage);
      Charge large = new Charge(2, Point.SERIALIZE_TASK, Bane.OOM, there);
      assertThrows(OutOfMemoryError.class, () -> pool.apply(Charge::run, large));
      assertThrows(OutOfMemoryError.class, () -> pool.map(Charge::run, List.of(large)));
      assertThrows(OutOfMemoryError.class, () -> pool.imap(Charge::run, List.of(large)).next());
      Slow slow = new Slow();
      AtomicReference<AsyncResult<Integer>> call = new AtomicReference<>();
      Thread caller = new Thread(() -> call.set(pool.applyAsync(s -> 5, slow)), "serializes");
      caller.start();
      Slow.ENTERED.await();
      assertEquals(3, pool.apply(() -> "abc".length()));
      Slow.GO_ON.countDown();
      caller.join();
      assertEquals(5, call.get().get(LIMIT));
    }
  }

  @Test
  void callbackThatRunsOutOfMemoryOrHangsHoldsUpOnlyOthers() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pool pool = new Pool(1)) {
      AsyncResult<Integer> large =
          pool.applyAsync(() -> 1, result -> Bane.OOM.strikeHere(), failure -> {});
      assertEquals(1, large.get(LIMIT));
      AsyncResult<Integer> hangs =
          pool.applyAsync(
              () -> 2,
              result -> {
                entered.countDown();
                awaitQuietly(goOn);
              });
      entered.await();
      AsyncResult<Integer> behind = pool.applyAsync(() -> 3, result -> {});
      assertEquals(4, pool.apply(() -> 4));
      pool.shutdown();
      assertFalse(pool.join(Duration.ofMillis(500)));
      assertFalse(behind.ready());
      goOn.countDown();
      assertEquals(2, hangs.get(LIMIT));
      assertEquals(3, behind.get(LIMIT));
    }
  }

  /** Threads that tasks left behind go wrong while their worker waits. */
  @Test
  void idleWorkerThatDiesIsReplacedAndOneThatOnlySuffersStays() throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).jvmOptions("-Xmx64m").build()) {
      for (Bane bane : Bane.values()) {
        if (bane == Bane.STOP) {
          continue;
        }
        long pid = pool.apply(() -> leaveBehind(there, bane));
        Phases phases = Phases.in(folder);
        phases.await("left-" + bane, LIMIT);
        Eventually.until("it waits", LIMIT, () -> areIdle(pool, 1));
        phases.release("left-" + bane);
        if (bane.isDeath()) {
          Eventually.until("it is gone", LIMIT, () -> ProcessHandle.of(pid).isEmpty());
          assertNotEquals(pid, pool.apply(PoolFaultTableTest::pid), bane::toString);
        } else {
          phases.await("struck-" + bane, LIMIT);
          assertEquals(pid, pool.apply(PoolFaultTableTest::pid), bane::toString);
        }
      }
    }
  }

  private static long leaveBehind(String folder, Bane bane) {
    Thread left =
        new Thread(
            () -> {
              Phase.reached(Path.of(folder), "left-" + bane);
              if (!bane.isDeath()) {
                Phase.passed(Path.of(folder), "struck-" + bane);
              }
              bane.strikeHere();
            },
            "left behind");
    left.setDaemon(true);
    left.setUncaughtExceptionHandler((thread, e) -> {});
    left.start();
    return pid();
  }

  @Test
  void callThatWasSentToAStoppedIdleWorkerGoesToAnother() throws Exception {
    try (Pool pool = Pool.builder().processes(1).stoppedLimit(STOPPED).build()) {
      long pid = pool.apply(PoolFaultTableTest::pid);
      Signal.STOP.send(pid);
      assertNotEquals(pid, pool.apply(PoolFaultTableTest::pid));
      assertEquals(6, pool.map(n -> n, List.of(1, 2, 3)).stream().mapToInt(n -> n).sum());
    }
  }

  @Test
  void initializerThatCannotTravelIsRefused() throws Exception {
    try (java.net.Socket socket = new java.net.Socket()) {
      SerializationException seen =
          assertThrows(
              SerializationException.class,
              () -> Pool.builder().processes(2).initializer(() -> socket.getPort()).build());
      assertTrue(seen.getMessage().contains("java.net.Socket"), seen::getMessage);
    }
  }

  @Test
  void initializerThatRunsOutOfMemoryIsTheCauseInEachCall() throws Exception {
    try (Pool pool =
        Pool.builder()
            .processes(1)
            .jvmOptions("-Xmx64m")
            .initializer(Bane.OOM::strikeHere)
            .build()) {
      ProcessStartException seen =
          assertThrows(ProcessStartException.class, () -> pool.apply(() -> 1));
      assertInstanceOf(OutOfMemoryError.class, seen.getCause());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STOP", "HANG"})
  void initializerThatDoesNotEndIsEndedByTheStartLimitAndTheNextCallTriesAgain(Bane bane)
      throws Exception {
    Path mended = folder.resolve("mended");
    String there = mended.toString();
    try (Pool pool =
        Pool.builder()
            .processes(1)
            .startLimit(TIMEOUT)
            .initializer(() -> strikeUntilMended(there, bane))
            .build()) {
      ProcessStartException seen =
          assertThrows(ProcessStartException.class, () -> pool.apply(() -> 1));
      assertTrue(
          seen.getMessage()
              .startsWith("a worker was not ready within 3000 ms and was killed: pid="),
          seen::getMessage);
      Files.createFile(mended);
      assertEquals(2, pool.apply(() -> 2));
    }
  }

  private static void strikeUntilMended(String mended, Bane bane) {
    if (!Files.exists(Path.of(mended))) {
      bane.strikeHere();
    }
  }

  /** Each of the workers has a shutdown hook that goes wrong in another way. */
  @Test
  void poolIsTerminatedHoweverItsWorkersEnd() throws Exception {
    List<Bane> banes = List.of(Bane.values());
    Pool pool =
        Pool.builder().processes(banes.size()).jvmOptions("-Xmx48m", "-XX:+UseSerialGC").build();
    arm(pool, folder, banes);
    pool.terminate();
    pool.join();
    assertEquals(List.of(), pool.workers());
    assertEquals(List.of(), Phases.in(folder).at("armed"));
  }

  /** Gives each worker a shutdown hook. */
  static void arm(Pool pool, Path folder, List<Bane> banes) throws Exception {
    String there = folder.toString();
    List<AsyncResult<Long>> armed =
        banes.stream().map(bane -> pool.applyAsync(() -> arm(there, bane))).toList();
    Phases phases = Phases.in(folder);
    Eventually.until("all are armed", LIMIT, () -> phases.at("armed").size() == banes.size());
    phases.release("armed");
    for (AsyncResult<Long> each : armed) {
      assertTrue(each.get(LIMIT) > 0);
    }
  }

  private static long arm(String folder, Bane bane) {
    Thread hook = new Thread(bane::strikeHere, "goes wrong");
    hook.setUncaughtExceptionHandler((thread, e) -> {});
    Runtime.getRuntime().addShutdownHook(hook);
    Phase.reached(Path.of(folder), "armed");
    return pid();
  }

  private static boolean areIdle(Pool pool, int workers) {
    List<WorkerStatus> all = pool.workers();
    return all.size() == workers && all.stream().allMatch(w -> w.ready() && !w.busy());
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes long to write. */
  private static final class Slow implements java.io.Serializable {
    private static final long serialVersionUID = 1;
    static final CountDownLatch ENTERED = new CountDownLatch(1);
    static final CountDownLatch GO_ON = new CountDownLatch(1);

    private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
      ENTERED.countDown();
      awaitQuietly(GO_ON);
      out.defaultWriteObject();
    }
  }
}
