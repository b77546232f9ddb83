package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** terminate() ends a process whatever its shutdown hooks do, and lets them finish if they can. */
@ProcessTest
class TerminationTest {
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  @TempDir private Path folder;

  @Test
  void hookThatBlocksIsKilledAfterTheGraceAlsoIfNobodyJoins() {
    Process process = startWithHook(Duration.ofMillis(300));
    long began = System.nanoTime();
    process.terminate();
    Phases.in(folder).await("hook", Ask.LIMIT);
    Eventually.until("it is killed", Ask.LIMIT, () -> !process.isAlive());
    assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(300));
    assertEquals(-9, process.exitCode().orElseThrow());
  }

  @Test
  void defaultGraceIsFiveSeconds() throws Exception {
    Process process = startWithHook(null);
    long began = System.nanoTime();
    process.terminate();
    assertEquals(-9, Ask.end(process));
    assertTrue(System.nanoTime() - began >= TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void secondCallDoesNotProlongTheGrace() {
    Process process = startWithHook(Duration.ofSeconds(1));
    process.terminate();
    Eventually.until(
        "it is killed although it is asked again and again",
        Ask.LIMIT,
        () -> {
          process.terminate();
          return !process.isAlive();
        });
    assertEquals(-9, process.exitCode().orElseThrow());
  }

  @Test
  void hooksThatEndInTimeEndWithSigterm() throws Exception {
    Process process = startWithHook(Ask.LIMIT);
    process.terminate();
    Phases.in(folder).await("hook", Ask.LIMIT);
    assertTrue(process.isAlive());
    Phases.in(folder).release("hook");
    assertEquals(-15, Ask.end(process));
  }

  @Test
  void graceMayLastForEver() throws Exception {
    Process process = startWithHook(NEVER);
    process.terminate();
    Phases.in(folder).await("hook", Ask.LIMIT);
    assertFalse(process.join(Duration.ofMillis(200)));
    Phases.in(folder).release("hook");
    assertEquals(-15, Ask.end(process));
  }

  @Test
  void noGraceIsSigkillAtOnce() throws Exception {
    String at = folder.toString();
    Process process =
        Process.builder()
            .terminationGrace(Duration.ofSeconds(-1))
            .target(TerminationTest::blockInHook, at)
            .start();
    Phases.in(folder).await("task", Ask.LIMIT);
    process.terminate();
    int code = Ask.end(process);
    assertTrue(code == -9 || code == -15, () -> "exit code " + code); // whichever comes first
  }

  @Test
  void stoppedProcessIsEndedToo() throws Exception {
    Process process = startWithHook(Duration.ofMillis(100));
    Signal.STOP.send(process.pid().orElseThrow());
    process.terminate();
    assertEquals(-9, Ask.end(process));
  }

  @Test
  void processThatWasAskedToEndDoesNotOutliveItsParent() {
    try (ChildJvm parent = Ask.jvm(AsksAndExits.class).arguments(folder.toString()).start()) {
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
      long child = Long.parseLong(parent.stdout().strip());
      assertTrue(Files.exists(folder.resolve("hook@" + child)));
      Eventually.until(
          "the child is gone",
          Ask.LIMIT,
          () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  private Process startWithHook(Duration grace) {
    Process.Builder builder =
        Process.builder().target(TerminationTest::blockInHook, folder.toString());
    if (grace != null) {
      builder.terminationGrace(grace);
    }
    Process process = builder.start();
    Phases.in(folder).await("task", Ask.LIMIT);
    return process;
  }

  static void blockInHook(String at) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Phase.reached(Path.of(at), "hook")));
    Phase.passed(Path.of(at), "task");
    new CountDownLatch(1).await();
  }

  /** Main: asks its child to end, and exits while the child's hook blocks. */
  static final class AsksAndExits {
    public static void main(String[] args) {
      Process process =
          Process.builder().daemon(false).target(TerminationTest::blockInHook, args[0]).start();
      System.out.println(process.pid().orElseThrow());
      Phases.in(Path.of(args[0])).await("task", Ask.LIMIT);
      process.terminate();
      Phases.in(Path.of(args[0])).await("hook", Ask.LIMIT);
      System.exit(0);
    }
  }
}
