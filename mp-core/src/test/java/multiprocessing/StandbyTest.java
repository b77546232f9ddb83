package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import multiprocessing.internal.launch.ChildMain;
import multiprocessing.internal.launch.Standbys;
import multiprocessing.internal.resource.ProcessId;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that wait for a task: used, misused, killed, let go. */
@ProcessTest
class StandbyTest {
  private static final Duration LIMIT = Ask.LIMIT;
  private static final String LINGER = "multiprocessing.forkserver.lingerMillis";
  private static final String MOST = "multiprocessing.forkserver.standbys";

  @TempDir private Path folder;

  @BeforeEach
  void takesStandbys() {
    Multiprocessing.setStartMethod(StartMethod.FORKSERVER, true);
  }

  @AfterEach
  void asBefore() throws InterruptedException {
    System.clearProperty(LINGER);
    System.clearProperty(MOST);
    for (Process left : Multiprocessing.activeChildren()) { // of a test that failed
      left.kill();
      left.join();
    }
    Multiprocessing.shutdown();
    Multiprocessing.setForkserverPreload();
  }

  @Test
  void taskRunsInAJvmThatWasThereBefore() throws Exception {
    long standby = awaitReady();
    assertEquals(List.of(), Multiprocessing.activeChildren());
    Process process = new Process(() -> {});
    process.start();
    assertEquals(standby, process.pid().orElseThrow());
    assertEquals(List.of(process), Multiprocessing.activeChildren());
    assertEquals(0, Ask.end(process));
  }

  @Test
  void usedStandbyIsReplacedAndEachHasItsOwnStatics() throws Exception {
    long first = awaitReady();
    assertEquals("1", Ask.child(() -> String.valueOf(++Counter.count)));
    long second = awaitReady();
    assertNotEquals(first, second);
    assertEquals("1", Ask.child(() -> String.valueOf(++Counter.count)));
  }

  @Test
  void secondStartOfALambdaIsAsTheFirst() throws Exception {
    String captured = "captured";
    for (int i = 0; i < 3; i++) { // the later ones find it linked
      awaitReady();
      int number = i;
      assertEquals(
          captured + i + " " + StandbyTest.class.getName(),
          Ask.child(() -> captured + number + " " + StandbyTest.class.getName()));
    }
  }

  @Test
  void staticInitializerThatFailsIsAStartFailureEachTime() throws Exception {
    for (int i = 0; i < 2; i++) {
      awaitReady();
      Process process = FailingThere.process();
      process.start();
      assertEquals(1, Ask.end(process));
      String said = process.startFailure().orElseThrow().getMessage();
      assertTrue(said.contains("ExceptionInInitializerError"), said);
    }
  }

  @Test
  void spawnAndOwnOptionsTakeNone() throws Exception {
    long standby = awaitReady();
    List<Process> started =
        List.of(
            Process.builder().context(Context.of(StartMethod.SPAWN)).target(() -> {}).start(),
            Process.builder().jvmOptions("-Xmx32m").target(() -> {}).start(),
            Process.builder().environment(java.util.Map.of("A", "b")).target(() -> {}).start(),
            Process.builder().directory(folder).target(() -> {}).start(),
            Process.builder().launcher(ProcessBuilder::start).target(() -> {}).start());
    for (Process process : started) {
      assertNotEquals(standby, process.pid().orElseThrow());
      assertEquals(0, Ask.end(process));
    }
    assertEquals(List.of(standby), Standbys.ready());
  }

  @Test
  void propertiesAreThoseOfTheMomentOfTheStart() throws Exception {
    System.setProperty("standby.removed", "then");
    System.setProperty("standby.changed", "then");
    try {
      awaitReady();
      System.clearProperty("standby.removed");
      System.setProperty("standby.changed", "now");
      System.setProperty("java.standby", "made before the JVM reads it");
      assertEquals(
          "null now made before the JVM reads it",
          Ask.child(
              () ->
                  System.getProperty("standby.removed")
                      + " "
                      + System.getProperty("standby.changed")
                      + " "
                      + System.getProperty("java.standby")));
    } finally {
      System.clearProperty("java.standby");
      System.clearProperty("standby.changed");
    }
  }

  @Test
  void killedStandbysAreNoticedAndReplaced() throws Exception {
    long standby = awaitReady();
    Signal.KILL.send(standby);
    Process process = new Process(() -> {});
    process.start();
    assertNotEquals(standby, process.pid().orElseThrow());
    assertEquals(0, Ask.end(process));
    assertNotEquals(standby, awaitReady());
  }

  @Test
  void standbyThatDiesOrStopsWhileItBootsIsGivenNoTask() throws Exception {
    for (Signal signal : List.of(Signal.KILL, Signal.STOP)) {
      awaitReady();
      Process first = new Process(() -> {});
      first.start(); // another standby boots in its place
      long booting = awaitBooting(first.pid().orElseThrow());
      signal.send(booting);
      Eventually.until("the signal is obeyed", LIMIT, () -> !ProcessId.mayRun(booting));
      Process process = new Process(() -> {});
      process.start();
      assertNotEquals(booting, process.pid().orElseThrow());
      assertEquals(0, Ask.end(process));
      assertEquals(0, Ask.end(first));
    }
  }

  /** A JVM of ours that is neither a child nor ready. */
  private static long awaitBooting(long child) {
    return Eventually.value(
            "one boots",
            LIMIT,
            () ->
                ProcessHandle.current()
                    .children()
                    .filter(each -> each.pid() != child && isJvm(each))
                    .filter(each -> !Standbys.ready().contains(each.pid()))
                    .map(ProcessHandle::pid)
                    .toList(),
            pids -> !pids.isEmpty())
        .get(0);
  }

  private static boolean isJvm(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java");
  }

  @Test
  void idleStandbyThatDiesIsReplacedWithoutAStart() {
    long standby = awaitReady();
    Signal.KILL.send(standby);
    Eventually.until(
        "another is ready",
        LIMIT,
        () -> !Standbys.ready().isEmpty() && !Standbys.ready().contains(standby));
  }

  @Test
  void stoppedStandbyIsGivenUpAndItsTaskRunsOnceElsewhere() throws Exception {
    long standby = awaitReady();
    Signal.STOP.send(standby);
    Path runs = folder.resolve("runs");
    Process process = new Process(StandbyTest::append, runs.toString());
    process.start();
    assertNotEquals(standby, process.pid().orElseThrow());
    assertEquals(0, Ask.end(process));
    Eventually.until("it is gone", LIMIT, () -> ProcessHandle.of(standby).isEmpty());
    assertEquals(List.of("run"), Files.readAllLines(runs));
  }

  @Test
  void standbyKilledWhileItIsGivenATaskIsReplaced() throws Exception {
    long standby = awaitReady();
    Signal.STOP.send(standby); // so that it cannot claim before it is killed
    Path runs = folder.resolve("runs");
    Process process = new Process(StandbyTest::append, runs.toString());
    Thread killer = new Thread(() -> Signal.KILL.send(standby), "killer");
    killer.start();
    process.start();
    killer.join();
    assertNotEquals(standby, process.pid().orElseThrow());
    assertEquals(0, Ask.end(process));
    assertEquals(List.of("run"), Files.readAllLines(runs));
  }

  @Test
  void interruptedThreadMayGiveATaskToAStandby() throws Exception {
    long standby = awaitReady();
    Process process = new Process(() -> {});
    Thread.currentThread().interrupt();
    process.start();
    assertTrue(Thread.interrupted());
    assertEquals(standby, process.pid().orElseThrow());
    assertEquals(0, Ask.end(process));
  }

  @Test
  void taskLargerThanAPipeIsHandedOver() throws Exception {
    long standby = awaitReady();
    byte[] large = new byte[3_000_000];
    large[2_999_999] = 7;
    Process process = new Process((byte[] bytes) -> System.exit(bytes[2_999_999]), large);
    process.start();
    assertEquals(standby, process.pid().orElseThrow());
    assertEquals(7, Ask.end(process));
  }

  @Test
  void idleOnesAreLetGo() throws Exception {
    awaitReady();
    System.setProperty(LINGER, "100");
    assertEquals("done", Ask.child(() -> "done"));
    Eventually.until("no thread keeps any", LIMIT, () -> !keeperLives());
    assertEquals(List.of(), Standbys.ready());
    assertEquals("done", Ask.child(() -> "done"));
  }

  @Test
  void theyCanBeTurnedOff() throws Exception {
    System.setProperty(MOST, "0");
    Multiprocessing.setForkserverPreload();
    for (int i = 0; i < 3; i++) {
      Process process = new Process(() -> {});
      process.start();
      assertEquals(0, Ask.end(process));
    }
    assertEquals(List.of(), Standbys.ready());
    Eventually.until("no thread keeps them", LIMIT, () -> !keeperLives());
  }

  @Test
  void manyStartsAtOnceAllRun() throws Exception {
    startAtOnce(24);
  }

  @Test
  @Tag("soak")
  @HardLimit(seconds = 600)
  void twoHundredStartsAtOnceAllRun() throws Exception {
    startAtOnce(200);
  }

  /** Each in a thread of its own; every task runs once, and every process ends with 0. */
  private void startAtOnce(int count) throws Exception {
    awaitReady();
    Path runs = folder.resolve("runs");
    CyclicBarrier together = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<Process>> started = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        started.add(
            threads.submit(
                () -> {
                  Process process = new Process(StandbyTest::append, runs.toString());
                  together.await();
                  process.start();
                  return process;
                }));
      }
      for (Future<Process> each : started) {
        Process process = each.get();
        process.join();
        assertEquals(0, process.exitCode().orElseThrow(), process::toString);
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(Collections.nCopies(count, "run"), Files.readAllLines(runs));
    assertEquals(List.of(), Multiprocessing.activeChildren());
  }

  @Test
  void preloadedClassIsInitializedBeforeTheTask() throws Exception {
    Multiprocessing.setForkserverPreload("no.such.Class", Early.class.getName());
    awaitReady();
    assertEquals("mp-preload", Ask.child(() -> Early.THREAD));
  }

  @Test
  void preloadedClassThatFailsOrStartsAProcessIsLeftOut() throws Exception {
    Multiprocessing.setForkserverPreload(Failing.class.getName(), Starting.class.getName());
    long standby = awaitReady();
    Process process = new Process(() -> {});
    process.start();
    assertEquals(standby, process.pid().orElseThrow());
    assertEquals(0, Ask.end(process));
  }

  @Test
  void standbysThatOnlyDieDoNotGoOnForEver() throws Exception {
    Path deaths = folder.resolve("deaths");
    System.setProperty("java.standby.deaths", deaths.toString());
    try {
      Multiprocessing.setForkserverPreload(Deadly.class.getName());
      Eventually.until("ten have died", LIMIT, () -> lines(deaths) >= 10);
      Process process = new Process(() -> {});
      process.start();
      assertEquals(0, Ask.end(process));
      assertEquals(10, lines(deaths));
    } finally {
      System.clearProperty("java.standby.deaths");
    }
  }

  private static int lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void append(String file) throws IOException {
    Files.writeString(Path.of(file), "run\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static boolean keeperLives() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("mp-standbys-"));
  }

  /** Waits until exactly one is ready; its process id. */
  private static long awaitReady() {
    if (Standbys.ready().isEmpty()) {
      Multiprocessing.setStartMethod(StartMethod.FORKSERVER, true);
    }
    return Eventually.value("a standby", LIMIT, Standbys::ready, pids -> !pids.isEmpty()).get(0);
  }

  static final class Counter {
    static int count;
  }

  static final class Early {
    static final String THREAD = Thread.currentThread().getName();
  }

  static final class Failing {
    static final int NEVER = Integer.parseInt("not a number");
  }

  static final class FailingThere {
    static final int NUMBER = ChildMain.isBootstrapping() ? Failing.NEVER : 0;

    static Process process() {
      return new Process(() -> {});
    }
  }

  static final class Starting {
    static {
      new Process(() -> {}).start();
    }
  }

  static final class Deadly {
    static {
      try {
        append(System.getProperty("java.standby.deaths"));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      Runtime.getRuntime().halt(3);
    }
  }
}
