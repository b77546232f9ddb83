package multiprocessing.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multiprocessing.ProcessStartException;
import multiprocessing.pool.Faults.Fault;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers see when a worker dies: fault by phase. */
@ProcessTest
class PoolFaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  /** The JVM's reports of the crashes made here are for nobody. */
  @AfterAll
  static void deleteCrashReports() throws IOException {
    Path reports = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(reports, "hs_err_pid*.log")) {
      for (Path report : all) {
        if (Files.readString(report, ISO_8859_1).contains("multiprocessing.internal.launch")) {
          Files.delete(report);
        }
      }
    }
  }

  /** A fault in the middle of a map of {@code size} elements in one worker. */
  record MapRow(Fault fault, int doomed, int size) {
    @Override
    public String toString() {
      return fault + " at element " + doomed + " of " + size;
    }
  }

  static Stream<MapRow> mapRows() {
    return Stream.of(Fault.values())
        .flatMap(
            fault ->
                Stream.of(
                    new MapRow(fault, 0, 30),
                    new MapRow(fault, 13, 30),
                    new MapRow(fault, 29, 30)));
  }

  @ParameterizedTest
  @MethodSource("mapRows")
  void onlyTheElementFailsWhoseWorkerDied(MapRow row) throws Exception {
    String there = folder.toString();
    Fault fault = row.fault();
    int doomed = row.doomed();
    try (Pool pool = new Pool(2)) {
      WorkerLostException seen =
          assertThrows(
              WorkerLostException.class,
              () -> pool.map(n -> Faults.mark(there, n, doomed, fault), upTo(row.size()), 10));
      assertLost(fault, seen, doomed);
      assertOnceEach(row.size(), doomed);
      assertWorksWith(pool, 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallWhoseWorkerDiesFailsAndThePoolGoesOn(Fault fault) throws Exception {
    try (Pool pool = new Pool(2)) {
      WorkerLostException seen =
          assertThrows(WorkerLostException.class, () -> pool.apply(fault::strikeHere));
      assertLost(fault, seen, 0);
      assertWorksWith(pool, 2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EXIT", "HALT"})
  void anIdleWorkerThatDiesIsReplacedAndNobodyIsTold(Fault fault) throws Exception {
    try (Pool pool = new Pool(2)) {
      long pid = awaitIdle(pool, 2).get(0).pid();
      fault.strike(pid);
      Eventually.until("another worker", LIMIT, () -> hasReplaced(pool, pid, 2));
      assertWorksWith(pool, 2);
    }
  }

  /** A worker that died as its task was on the way has not begun it: nobody fails. */
  @Test
  void aTaskSentToADeadWorkerGoesToAnother() throws Exception {
    try (Pool pool = new Pool(1)) {
      for (int round = 0; round < 10; round++) {
        long pid = awaitIdle(pool, 1).get(0).pid();
        Fault.SIGKILL.strike(pid);
        assertEquals(round, pool.apply((Integer n) -> n, round));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWorkerThatDiesInTheInitializerFailsTheCallsThatWait(Fault fault) throws Exception {
    try (Pool pool = Pool.builder().processes(2).initializer(fault::strikeHere).build()) {
      ProcessStartException seen =
          assertThrows(ProcessStartException.class, () -> pool.apply(() -> 1));
      assertTrue(seen.getMessage().contains("pid="), seen.getMessage());
      assertEquals(fault.exitCode(), seen.exitCode().orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EXIT", "HALT"})
  void aWorkerThatIsKilledWhileItStartsIsReplacedAndNobodyIsTold(Fault fault) throws Exception {
    List<Long> pids = Collections.synchronizedList(new ArrayList<>());
    try (Pool pool = poolOfOne(process -> pids.add(process.pid()))) {
      AsyncResult<Integer> call = pool.applyAsync(() -> 1);
      fault.strike(pids.get(0));
      assertEquals(1, call.get());
      assertEquals(2, pool.apply(() -> 2));
    }
  }

  @Test
  void workersThatAreKilledAgainAndAgainWhileTheyStartFailTheCallsThatWait() throws Exception {
    AtomicBoolean killing = new AtomicBoolean(true);
    try (Pool pool =
        poolOfOne(
            process -> {
              if (killing.get()) {
                process.destroyForcibly();
              }
            })) {
      ExecutionException seen =
          assertThrows(ExecutionException.class, () -> pool.applyAsync(() -> 1).get());
      assertInstanceOf(ProcessStartException.class, seen.getCause());
      killing.set(false);
      assertEquals(2, pool.apply(() -> 2));
    }
  }

  private static Pool poolOfOne(Consumer<Process> started) {
    return Pool.builder()
        .processes(1)
        .launcher(
            builder -> {
              Process process = builder.start();
              started.accept(process);
              return process;
            })
        .build();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EXIT", "HALT"})
  void resultsBeforeTheDeathSurviveItAndAreNotMadeTwice(Fault fault) throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).retryOnWorkerLost(1).build()) {
      AsyncResult<List<Integer>> map = pool.mapAsync(n -> waitsAtTen(there, n), upTo(20), 20);
      Phases phases = Phases.in(folder);
      long pid = phases.await("ten", LIMIT);
      phases.release("ten");
      fault.strike(pid);
      assertEquals(upTo(20).stream().map(n -> n * 2).toList(), map.get());
      List<Integer> begun = new ArrayList<>(Faults.marks(folder, "begun"));
      begun.remove((Integer) 10); // the one that ran is tried again, if it did not end in time
      upTo(20).stream().filter(n -> n != 10).forEach(n -> assertEquals(1, count(begun, n), "" + n));
    }
  }

  private static int waitsAtTen(String folder, int element) {
    Faults.append(folder, "begun", element);
    if (element == 10) {
      Phase.passed(Path.of(folder), "ten");
      Phase.reached(Path.of(folder), "ten");
      if (count(unchecked(folder), 10) == 1) {
        Faults.waitForTheEnd();
      }
    }
    return element * 2;
  }

  private static List<Integer> unchecked(String folder) {
    try {
      return Faults.marks(Path.of(folder), "begun");
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Elements large enough that the worker is killed in the middle of sending their results. */
  @Test
  void aWorkerKilledWhileItSendsALargeResultLosesAtMostThatElement() throws Exception {
    String there = folder.toString();
    try (Pool pool =
        Pool.builder().processes(1).jvmOptions("-Xmx256m").retryOnWorkerLost(1).build()) {
      AsyncResult<List<byte[]>> map = pool.mapAsync(n -> largeThenDeath(there, n), upTo(8), 8);
      List<byte[]> results = map.get();
      assertEquals(8, results.size());
      for (int n = 0; n < 8; n++) {
        assertEquals(n, results.get(n)[3 << 20]);
      }
      List<Integer> begun = Faults.marks(folder, "begun");
      upTo(8).forEach(n -> assertTrue(count(begun, n) <= 2, begun.toString()));
      assertTrue(begun.size() <= 9, begun.toString());
    }
  }

  private static byte[] largeThenDeath(String folder, int element) {
    Faults.append(folder, "begun", element);
    if (element == 4 && count(unchecked(folder), 4) == 1) {
      Thread killer = new Thread(Fault.SIGKILL::strikeHere, "kills while the result is on its way");
      killer.start();
    }
    byte[] bytes = new byte[4 << 20];
    Arrays.fill(bytes, (byte) element);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource
  void aDeathWhileThePoolShutsDownFailsOnlyItsTaskAndTheRestIsStillDone(Fault fault)
      throws Exception {
    String there = folder.toString();
    Pool pool = new Pool(2);
    AsyncResult<List<Integer>> map =
        pool.mapAsync(n -> Faults.mark(there, n, 5, fault), upTo(40), 20);
    pool.close();
    assertTrue(map.ready(), "close() has waited for it");
    ExecutionException seen = assertThrows(ExecutionException.class, map::get);
    assertLost(fault, assertInstanceOf(WorkerLostException.class, seen.getCause()), 5);
    assertOnceEach(40, 5);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EXIT", "HALT"})
  void aDeathWhileThePoolIsTerminatedChangesNothing(Fault fault) throws Exception {
    String there = folder.toString();
    Pool pool = new Pool(2);
    AsyncResult<?> call = pool.applyAsync(() -> Phase.reached(Path.of(there), "running"));
    long pid = Phases.in(folder).await("running", LIMIT);
    pool.terminate();
    try {
      fault.strike(pid);
    } catch (IllegalStateException e) {
      // terminate() was faster
    }
    pool.join();
    ExecutionException seen = assertThrows(ExecutionException.class, call::get);
    assertInstanceOf(IllegalStateException.class, seen.getCause());
    assertTrue(seen.getCause().getMessage().contains("terminated"));
  }

  @Test
  void allWorkersKilledAtOnceFailOnlyWhatTheyRan() throws Exception {
    String there = folder.toString();
    try (Pool pool = new Pool(3)) {
      List<AsyncResult<Void>> running = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        running.add(pool.applyAsync(() -> Phase.reached(Path.of(there), "running")));
      }
      AsyncResult<List<Integer>> queued = pool.mapAsync(n -> n + 1, upTo(1_000));
      Phases phases = Phases.in(folder);
      Eventually.until("three run", LIMIT, () -> phases.at("running").size() == 3);
      phases.at("running").forEach(Fault.SIGKILL::strike);
      for (AsyncResult<Void> each : running) {
        ExecutionException seen = assertThrows(ExecutionException.class, each::get);
        assertInstanceOf(WorkerLostException.class, seen.getCause());
      }
      assertEquals(upTo(1_001).subList(1, 1_001), queued.get());
      assertWorksWith(pool, 3);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGKILL", "EXIT"})
  void aTaskIsTriedAgainAsOftenAsWasAskedForAndTheOthersAreNot(Fault fault) throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(2).retryOnWorkerLost(2).build()) {
      WorkerLostException seen =
          assertThrows(
              WorkerLostException.class,
              () -> pool.map(n -> Faults.mark(there, n, 7, fault), upTo(20), 20));
      assertLost(fault, seen, 7);
      assertTrue(seen.getMessage().contains("attempt 3"), seen.getMessage());
      List<Integer> begun = Faults.marks(folder, "begun");
      upTo(20).forEach(n -> assertEquals(n == 7 ? 3 : 1, count(begun, n), "element " + n));
    }
  }

  @Test
  void aTaskThatSucceedsTheSecondTimeHasItsResult() throws Exception {
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).retryOnWorkerLost(1).build()) {
      assertEquals(2, pool.apply(() -> diesTheFirstTime(there)));
    }
  }

  private static int diesTheFirstTime(String folder) {
    Faults.append(folder, "begun", 0);
    int times = unchecked(folder).size();
    if (times == 1) {
      Fault.HALT.strikeHere();
    }
    return times;
  }

  /** A small soak: kills from outside at any moment; each element may be run more than once. */
  @Test
  void aMapUnderRepeatedKillsHasEveryResult() throws Exception {
    List<Integer> elements = upTo(20_000);
    try (Pool pool = Pool.builder().processes(2).retryOnWorkerLost(1_000).build()) {
      AsyncResult<List<Long>> map = pool.mapAsync(PoolFaultTest::slowSquare, elements);
      for (int kill = 0; kill < 8 && !map.ready(); kill++) {
        long pid = awaitBusy(pool, map);
        if (pid > 0) {
          ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
      }
      assertEquals(elements.stream().map(n -> (long) n * n).toList(), map.get());
      assertWorksWith(pool, 2);
    }
  }

  private static long slowSquare(int n) {
    long sum = 0;
    for (int i = 0; i < 20_000; i++) {
      sum += i ^ n;
    }
    return sum == 42 ? -1 : (long) n * n;
  }

  private static long awaitBusy(Pool pool, AsyncResult<?> call) {
    return Eventually.value(
        "a worker that has done something",
        LIMIT,
        () ->
            call.ready()
                ? -1L
                : pool.workers().stream()
                    .filter(worker -> worker.busy() && worker.tasksDone() > 0)
                    .mapToLong(WorkerStatus::pid)
                    .findFirst()
                    .orElse(0),
        pid -> pid != 0);
  }

  private static void assertLost(Fault fault, WorkerLostException seen, int task) {
    assertEquals(fault.exitCode(), seen.exitCode(), seen.getMessage());
    assertTrue(seen.pid() > 1);
    assertFalse(ProcessHandle.of(seen.pid()).map(ProcessHandle::isAlive).orElse(false));
    assertTrue(
        seen.getMessage()
            .startsWith("worker process died while running a task: pid=" + seen.pid() + ", "),
        seen.getMessage());
    assertTrue(seen.getMessage().contains("task=" + task), seen.getMessage());
  }

  private void assertOnceEach(int size, int doomed) throws Exception {
    List<Integer> begun = new ArrayList<>(Faults.marks(folder, "begun"));
    List<Integer> ended = new ArrayList<>(Faults.marks(folder, "ended"));
    Collections.sort(begun);
    Collections.sort(ended);
    assertEquals(upTo(size), begun);
    List<Integer> allButOne = new ArrayList<>(upTo(size));
    allButOne.remove((Integer) doomed);
    assertEquals(allButOne, ended);
  }

  private static void assertWorksWith(Pool pool, int workers) throws Exception {
    assertEquals(upTo(100), pool.map(n -> n, upTo(100), 1));
    awaitIdle(pool, workers);
  }

  private static List<WorkerStatus> awaitIdle(Pool pool, int workers) {
    return Eventually.value(
        workers + " idle workers",
        LIMIT,
        pool::workers,
        all ->
            all.size() == workers
                && all.stream().allMatch(worker -> worker.ready() && !worker.busy()));
  }

  private static boolean hasReplaced(Pool pool, long pid, int workers) {
    List<WorkerStatus> all = pool.workers();
    return all.size() == workers && all.stream().noneMatch(worker -> worker.pid() == pid);
  }

  private static int count(List<Integer> marks, int element) {
    return Collections.frequency(marks, element);
  }

  private static List<Integer> upTo(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
