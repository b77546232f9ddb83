package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import multiprocessing.function.SerializableBiConsumer;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CPython's own tests expect of a process, beyond its life and its rules. */
class ProcessContractTest extends EachStartMethod {
  @TempDir private Path folder;

  @ParameterizedTest(name = "exit({0}) is {1}")
  @CsvSource({"0, 0", "1, 1", "255, 255", "256, 0", "-1, 255", "300, 44"})
  void exitCodesWrapAsThoseOfTheOperatingSystem(int given, int seen) throws Exception {
    Process process = new Process(code -> System.exit(code), given);
    process.start();
    assertEquals(seen, Ask.end(process));
  }

  @Test
  void closedProcessIsCollected() throws Exception {
    WeakReference<Process> reference = closedOne();
    Eventually.until(
        "the process object is collected",
        Ask.LIMIT,
        () -> {
          System.gc();
          return reference.get() == null;
        });
  }

  private static WeakReference<Process> closedOne() throws InterruptedException {
    Process process = new Process(() -> {});
    process.start();
    assertEquals(0, Ask.end(process));
    process.close();
    return new WeakReference<>(process);
  }

  @Test
  void daemonThreadsOfTheTaskAreNotWaitedFor() throws Exception {
    Process process =
        new Process(
            () -> {
              Thread endless = new Thread(new Waits());
              endless.setDaemon(true);
              endless.start();
            });
    process.start();
    assertEquals(0, Ask.end(process));
  }

  @Test
  void activeChildrenAreThoseThatRun() throws Exception {
    assertEquals(List.of(), Multiprocessing.activeChildren());
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Process process = endless();
      assertFalse(Multiprocessing.activeChildren().contains(process));
      process.start();
      all.add(process);
    }
    List<Process> before = Multiprocessing.activeChildren();
    assertEquals(all, before);
    Signal.KILL.send(all.get(1).pid().orElseThrow());
    Eventually.until(
        "nobody joined it, and it is gone",
        Ask.LIMIT,
        () -> Multiprocessing.activeChildren().equals(List.of(all.get(0), all.get(2))));
    assertEquals(3, before.size(), "a snapshot");
    for (Process process : all) {
      process.kill();
      assertEquals(-9, Ask.end(process));
    }
    assertEquals(List.of(), Multiprocessing.activeChildren());
  }

  @Test
  void manyThatAreTerminatedAtOnceTellTheSignal() throws Exception {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Process process = endless();
      process.start();
      all.add(process);
    }
    all.forEach(Process::terminate);
    for (Process process : all) {
      assertEquals(-15, Ask.end(process));
    }
  }

  @Test
  void whatATerminatedChildSaysInItsHooksIsHeard() {
    try (ChildJvm jvm = parent(TerminatesOne.class, folder.toString())) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("last words\n", jvm.stderr());
      assertEquals("-15\n", jvm.stdout());
    }
  }

  @Test
  void startedProcessOfAnotherProcessIsRefused() throws Exception {
    Process sibling = endless();
    sibling.start();
    String said =
        Ask.child(
            () -> {
              StringBuilder refusals = new StringBuilder();
              for (Executable use :
                  List.<Executable>of(
                      sibling::join,
                      sibling::isAlive,
                      sibling::exitCode,
                      sibling::pid,
                      sibling::startFailure,
                      sibling::sentinel,
                      sibling::terminate,
                      sibling::kill)) {
                String refusal = assertThrows(IllegalStateException.class, use).getMessage();
                assertTrue(
                    refusal.endsWith(
                        " a child process: this process object belongs to another process"),
                    refusal);
                refusals.append(refusal.split(" ", -1)[2]).append(' ');
              }
              return refusals.toString();
            });
    assertEquals("join test test test test watch terminate kill ", said);
    assertTrue(sibling.isAlive());
    sibling.kill();
    assertEquals(-9, Ask.end(sibling));
  }

  @Test
  void oneObjectGivenTwiceIsOneObjectInTheChild() throws Exception {
    Itself itself = new Itself();
    Process process = new Process(itself, itself, new Object[] {itself});
    process.start();
    assertEquals(3, Ask.end(process));
  }

  @Test
  void twoThreadsCannotStartItTwice() throws Exception {
    String at = folder.toString();
    Process process = new Process(() -> Phase.passed(Path.of(at), "ran"));
    CyclicBarrier together = new CyclicBarrier(2);
    AtomicInteger refused = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  together.await();
                  process.start();
                } catch (IllegalStateException e) {
                  refused.incrementAndGet();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, Ask.end(process));
    assertEquals(1, refused.get());
    assertEquals(1, folder.toFile().list().length);
  }

  @Test
  void everyJoinerIsReleased() throws Exception {
    Process process = endless();
    process.start();
    List<Thread> joiners = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread joiner =
          new Thread(
              () -> {
                try {
                  process.join();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      joiner.start();
      joiners.add(joiner);
    }
    Eventually.until(
        "all wait",
        Ask.LIMIT,
        () -> joiners.stream().allMatch(it -> it.getState().name().contains("WAITING")));
    process.kill();
    for (Thread joiner : joiners) {
      joiner.join(Ask.LIMIT.toMillis());
      assertFalse(joiner.isAlive());
    }
  }

  @Test
  void staticInitializerMayNotStartAProcess() throws Exception {
    Process process = new StartsInItsInitializer();
    process.start();
    assertEquals(1, Ask.end(process));
    String said = process.startFailure().orElseThrow().getMessage();
    assertTrue(said.contains("before the current process has finished its bootstrapping"), said);
  }

  @Test
  void whatIsHandedDownDoesNotGrowFromGenerationToGeneration() throws Exception {
    String child = Ask.child(ProcessContractTest::inheritance);
    String greatGrandchild =
        Ask.child(() -> Ask.child(() -> Ask.child(ProcessContractTest::inheritance)));
    assertEquals(child, greatGrandchild);
  }

  private static String inheritance() throws Exception {
    int arguments = Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1).length;
    return arguments
        + " "
        + System.getProperties().stringPropertyNames().size()
        + " "
        + System.getenv().size();
  }

  @Test
  void parentWithoutStandardStreamsStartsProcesses() {
    try (ChildJvm jvm = parent(HasNoStreams.class, folder.toString())) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals(1, folder.toFile().list().length, "the task ran");
    }
  }

  /** A daemon, so that a test that fails leaves nobody to wait for. */
  private static Process endless() {
    return Process.builder().daemon(true).target(new Waits()::run).build();
  }

  @Test
  void thereIsAtLeastOneProcessor() {
    assertTrue(Multiprocessing.cpuCount() >= 1);
    assertSame(Multiprocessing.currentProcess(), Multiprocessing.currentProcess());
  }

  /** Waits until its process is ended. */
  static final class Waits implements Runnable, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public void run() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Counts how often it has been given to itself. */
  static final class Itself implements SerializableBiConsumer<Itself, Object[]> {
    private static final long serialVersionUID = 1;

    @Override
    public void accept(Itself first, Object[] second) {
      System.exit(1 + (first == this ? 1 : 0) + (second[0] == this ? 1 : 0));
    }
  }

  /** Would start itself without end. */
  static final class StartsInItsInitializer extends Process {
    static {
      if (System.getProperty("sun.java.command").contains("ChildMain")) {
        new Process(() -> {}).start();
      }
    }

    @Override
    protected void run() {}
  }

  /** Main: ends a daemonic child that says something in a shutdown hook. */
  static final class TerminatesOne {
    public static void main(String[] args) throws InterruptedException {
      startsAsTold();
      Process process =
          Process.builder().daemon(true).target(TerminatesOne::waits, args[0]).start();
      Phases.in(Path.of(args[0])).await("hooked", Ask.LIMIT);
      process.terminate();
      process.join();
      System.out.println(process.exitCode().orElseThrow());
    }

    private static void waits(String at) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("last words")));
      Phase.reached(Path.of(at), "hooked");
    }
  }

  /** Main: has neither stream. */
  static final class HasNoStreams {
    public static void main(String[] args) throws InterruptedException {
      startsAsTold();
      System.setOut(null);
      System.setErr(null);
      Process bad = Process.builder().jvmOptions("-XX:NoSuchOption").target(() -> {}).start();
      bad.join();
      Process process = new Process(at -> Phase.passed(Path.of(at), "ran"), args[0]);
      process.start();
      process.join();
      System.exit(process.exitCode().orElseThrow());
    }
  }
}
