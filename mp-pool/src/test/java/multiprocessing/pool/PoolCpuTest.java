package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import multiprocessing.ProcessStartException;
import multiprocessing.function.SerializableCallable;
import multiprocessing.pool.Faults.Fault;
import multiprocessing.spi.KryoSerializer;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** What the kernel says of the processors of workers. */
@ProcessTest
class PoolCpuTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final BitSet ALLOWED = Affinity.ofThisProcess();
  private static final int FIRST = ALLOWED.nextSetBit(0);

  /** The same as the first on a machine that has one. */
  private static final int LAST = ALLOWED.length() - 1;

  private static final List<String> EACH =
      List.of("" + FIRST, "" + LAST).stream().sorted().toList();

  private static String seenByInitializer;

  @Test
  void eachWorkerAndItsSuccessorHasItsProcessorFromItsInitializerOn() throws Exception {
    try (Pool pool =
        Pool.builder()
            .processes(2)
            .cpus(FIRST, LAST)
            .initializer(() -> seenByInitializer = ofAllThreads("self"))
            .build()) {
      awaitProcessorsOf(pool, EACH);
      String seen = pool.apply(PoolCpuTest::seenInTheTask);
      assertTrue(EACH.contains(seen), seen);
      long doomed = pool.workers().get(1).pid();
      String lost = ofAllThreads(Long.toString(doomed));
      Fault.SIGKILL.strike(doomed);
      Eventually.until(
          "another worker has the processor " + lost,
          LIMIT,
          () -> pool.workers().stream().noneMatch(worker -> worker.pid() == doomed));
      awaitProcessorsOf(pool, EACH);
    }
    assertEquals(ALLOWED, Affinity.ofThisProcess(), "the program's own");
  }

  /** What the initializer, the task, its new threads and a process of its own may use. */
  private static String seenInTheTask() throws Exception {
    Thread made = new Thread(() -> Faults.waitForTheEnd());
    made.setDaemon(true);
    made.start();
    Process child = new ProcessBuilder("cat", "/proc/self/status").start();
    String status = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Set<String> all = new TreeSet<>(List.of(seenByInitializer, ofAllThreads("self")));
    all.add(allowedIn(status));
    return String.join(" and ", all);
  }

  @Test
  void workersThatOverlapWithTheirSuccessorsLeaveThemTheirProcessors() throws Exception {
    try (Pool pool = Pool.builder().processes(2).cpus(FIRST, LAST).maxTasksPerChild(1).build()) {
      for (int i = 0; i < 3; i++) {
        String seen = pool.apply(() -> ofAllThreads("self"));
        assertTrue(EACH.contains(seen), seen);
      }
      awaitProcessorsOf(pool, EACH);
    }
  }

  @Test
  void oneSetIsSharedByAllWorkers() throws Exception {
    try (Pool pool = Pool.builder().processes(2).cpuSets(List.of(Set.of(LAST))).build()) {
      awaitProcessorsOf(pool, List.of("" + LAST, "" + LAST));
      int known = pool.apply(PoolCpuTest::processorsAsTheJvmKnows);
      assertEquals(1, known);
    }
  }

  /** The JVM looks again after some milliseconds only. */
  private static int processorsAsTheJvmKnows() {
    Eventually.until("one processor", LIMIT, () -> Runtime.getRuntime().availableProcessors() == 1);
    return Runtime.getRuntime().availableProcessors();
  }

  @Test
  void whatCannotBeIsRefusedAtOnce() {
    int none = ALLOWED.length() + 1_000;
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class, () -> Pool.builder().cpus(FIRST, none).build());
    assertEquals(
        "workers cannot be pinned to processor "
            + none
            + ": it does not exist, or this process may not use it; allowed: "
            + ALLOWED,
        missing.getMessage());
    assertRefused("cpus must name a processor: []", () -> Pool.builder().cpus());
    assertRefused("cpus must be 0 or more: -1", () -> Pool.builder().cpus(0, -1));
    assertRefused(
        "cpuSets must name a processor: [[0], []]",
        () -> Pool.builder().cpuSets(List.of(List.of(0), List.of())));
    CpuSets sets = CpuSets.each(FIRST);
    String seen =
        assertThrows(UnsupportedOperationException.class, () -> sets.checked("/nowhere"))
            .getMessage();
    assertTrue(seen.contains("taskset") && seen.endsWith("PATH: /nowhere"), seen);
  }

  private static void assertRefused(
      String message, org.junit.jupiter.api.function.Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  /** A command that reports success and does nothing must not be believed. */
  @Test
  void whereTheCommandFailsOrDoesNothingTheReasonIsTold() {
    for (String command : List.of("/bin/true", "/bin/false")) {
      Affinity hopeless = new Affinity(command, Integer.toString(ALLOWED.length()), 0);
      String seen = assertThrows(Affinity.PinningException.class, hopeless::pin).getMessage();
      assertTrue(seen.contains(command + " said: status "), seen);
      assertTrue(seen.contains("allowed: " + ALLOWED), seen);
    }
  }

  @Test
  void whereAWorkerCannotBePinnedItsCallsAreToldWhy() throws Exception {
    WorkerSettings usual = Pool.builder().processes(1).workerSettings();
    WorkerSettings hopeless =
        new WorkerSettings(
            usual.initializer(),
            usual.processes(),
            usual.method(),
            usual.maxTasks(),
            usual.limits(),
            usual.leastLogged(),
            new CpuSets(List.of(List.of(ALLOWED.length())), "/bin/false"));
    KryoSerializer serializer = new KryoSerializer();
    WorkLedger ledger = new WorkLedger(new Headcount(1, 1, 0), serializer, hopeless);
    ledger.open();
    Submission submission = new Submission(ledger, new Parcels(serializer), 0);
    SerializableCallable<Integer> task = () -> 1;
    FutureJob job =
        submission.call(TaskOptions.of(), submission.callbacks().pair(null, null), task);
    AsyncResult<Integer> result =
        new AsyncResult<>(job, new PoolCalls(submission, TaskOptions.of()));
    Throwable why = assertThrows(ExecutionException.class, () -> result.get(LIMIT)).getCause();
    assertInstanceOf(ProcessStartException.class, why);
    assertTrue(why.getMessage().contains("a worker cannot be pinned to"), why.getMessage());
    assertTrue(why.getMessage().contains("/bin/false said: status 1"), why.getMessage());
    ledger.terminate();
    ledger.awaitEnd();
  }

  private static void awaitProcessorsOf(Pool pool, List<String> expected) {
    Eventually.until(
        "the workers' processors are " + expected,
        LIMIT,
        () -> {
          List<String> seen = new ArrayList<>();
          for (WorkerStatus worker : pool.workers()) {
            seen.add(worker.ready() ? ofAllThreads(Long.toString(worker.pid())) : "starting");
          }
          return seen.stream().sorted().toList().equals(expected);
        });
  }

  /** The processors of a process; of several, if its threads do not have the same. */
  private static String ofAllThreads(String pid) {
    Set<String> all = new TreeSet<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", pid, "task"))) {
      for (Path thread : threads) {
        try {
          all.add(allowedIn(Files.readString(thread.resolve("status"))));
        } catch (IOException e) {
          // it has ended
        }
      }
    } catch (NoSuchFileException e) {
      return "gone";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.join(" and ", all);
  }

  private static String allowedIn(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }
}
