package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child that ends before its task begins says why, and nothing hangs. */
@ProcessTest
class StartFailureTest {
  @TempDir private Path folder;

  @Test
  void jvmOptionThatIsNotAcceptedIsNamed() throws Exception {
    ProcessStartException failure = failureWith("-XX:NoSuchOption");
    assertTrue(failure.lastErrors().contains("NoSuchOption"), failure.getMessage());
    assertEquals(OptionalInt.of(1), failure.exitCode());
  }

  @Test
  void heapThatIsTooSmallIsNamed() throws Exception {
    ProcessStartException failure = failureWith("-Xmx1k");
    assertTrue(failure.lastErrors().contains("Too small maximum heap"), failure.getMessage());
  }

  @Test
  void heapThatTheMachineDoesNotHaveIsNamed() throws Exception {
    ProcessStartException failure = failureWith("-Xms100000g", "-Xmx100000g");
    assertTrue(failure.lastErrors().contains("heap"), failure.getMessage());
  }

  @Test
  void memoryThatIsNotEnoughForTheTaskIsNamed() throws Exception {
    byte[] big = new byte[20 << 20];
    Process process = Process.builder().jvmOptions("-Xmx8m").target(bytes -> {}, big).start();
    assertEquals(1, Ask.end(process));
    String said = process.startFailure().orElseThrow().getMessage();
    assertTrue(said.contains("OutOfMemoryError"), said);
  }

  @Test
  void exitInAStaticInitializerIsNoSilence() throws Exception {
    Process process = new ExitsAtOnce();
    process.start();
    assertEquals(9, Ask.end(process));
    assertFailure(process, 9, "exit code 9");
  }

  @Test
  void classThatTheChildCannotFindIsNamed() throws Exception {
    Path classes =
        Compiled.into(
            folder.resolve("classes"),
            "package demo; public class Task implements"
                + " multiprocessing.function.SerializableRunnable { public void call() {} }");
    byte[] file = Files.readAllBytes(classes.resolve("demo/Task.class"));
    // made at run time in the parent, so that there is no class file that the child could be given
    ClassLoader loader = new Borrowing.InMemory(file, false);
    SerializableRunnable task =
        (SerializableRunnable) loader.loadClass("demo.Task").getConstructor().newInstance();
    Process process = new Process(task);
    process.start();
    assertEquals(1, Ask.end(process));
    String said = process.startFailure().orElseThrow().getMessage();
    String why =
        "class demo.Task cannot be found or linked here: demo.Task is neither on the class path nor"
            + " to be had from process "
            + ProcessHandle.current().pid()
            + ": it was made at run time there, and "
            + loader
            + " has no class file of it that could be sent";
    assertTrue(said.contains(why), said);
  }

  @Test
  void killDuringTheBootIsToldWithItsSignal() throws Exception {
    Process process = Process.builder().launcher(stopped()).target(() -> {}).start();
    long pid = process.pid().orElseThrow();
    Signal.KILL.send(pid);
    assertEquals(-9, Ask.end(process));
    assertFailure(process, -9, "killed by signal 9 (SIGKILL)");
    assertEquals(OptionalLong.of(pid), process.startFailure().orElseThrow().pid());
  }

  private static multiprocessing.spi.Launcher stopped() {
    return builder -> builder.command("sh", "-c", "kill -STOP $$").start();
  }

  @Test
  void launcherThatThrowsStartsNothing() {
    Process refused =
        Process.builder()
            .name("refused")
            .target(() -> {})
            .launcher(
                builder -> {
                  throw new IOException("no more processes today");
                })
            .build();
    ProcessStartException said = assertThrows(ProcessStartException.class, refused::start);
    assertEquals("cannot start process 'refused': no more processes today", said.getMessage());
    assertEquals(OptionalLong.empty(), said.pid());
    assertEquals(OptionalInt.empty(), said.exitCode());
    assertTrue(refused.pid().isEmpty());
    Process broken =
        Process.builder()
            .target(() -> {})
            .launcher(
                builder -> {
                  throw new IllegalStateException("broken launcher");
                })
            .build();
    assertEquals(
        "broken launcher", assertThrows(IllegalStateException.class, broken::start).getMessage());
    assertEquals(List.of(), Multiprocessing.activeChildren());
  }

  @Test
  void directoryThatDoesNotExistIsNamed() {
    Path missing = folder.resolve("missing");
    Process process = Process.builder().directory(missing).target(() -> {}).build();
    ProcessStartException said = assertThrows(ProcessStartException.class, process::start);
    assertEquals(
        "cannot start process '" + process.name() + "': no such directory: " + missing,
        said.getMessage());
    assertFalse(process.isAlive());
  }

  @Test
  void failedStartCanBeTriedAgain() throws Exception {
    Path late = folder.resolve("late");
    Process process = Process.builder().directory(late).target(() -> System.exit(4)).build();
    assertThrows(ProcessStartException.class, process::start);
    Files.createDirectory(late);
    process.start();
    assertEquals(4, Ask.end(process));
  }

  @Test
  void missingJavaIsNamed() {
    try (ChildJvm jvm = Ask.jvm(WithoutJava.class).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertTrue(
          jvm.stdout()
              .startsWith(
                  "cannot start process 'Process-2': Cannot run program \"/nowhere/bin/java\""),
          jvm.stdout());
    }
  }

  @Test
  void reasonIsOnTheParentsStandardError() {
    try (ChildJvm jvm = Ask.jvm(StartsBadly.class).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      String pid = jvm.stdout().strip();
      assertTrue(jvm.stderr().contains("NoSuchOption"), jvm.stderr());
      assertTrue(
          jvm.stderr()
              .contains(
                  "process 'bad' ended before its task began: pid=" + pid + ", exit code 1\n"),
          jvm.stderr());
    }
  }

  private static ProcessStartException failureWith(String... options) throws Exception {
    Process process = Process.builder().name("bad").jvmOptions(options).target(() -> {}).start();
    assertEquals(1, Ask.end(process));
    return assertFailure(process, 1, "exit code 1");
  }

  private static ProcessStartException assertFailure(Process process, int code, String status) {
    ProcessStartException failure = process.startFailure().orElseThrow();
    String start =
        "process '"
            + process.name()
            + "' ended before its task began: pid="
            + process.pid().orElseThrow()
            + ", "
            + status;
    assertTrue(failure.getMessage().startsWith(start), failure.getMessage());
    assertTrue(failure.getMessage().endsWith(failure.lastErrors()), failure.getMessage());
    assertEquals(OptionalInt.of(code), failure.exitCode());
    assertEquals(process.pid(), failure.pid());
    return failure;
  }

  static final class ExitsAtOnce extends Process {
    static {
      if (Multiprocessing.currentProcess().authKey().length > 0
          && System.getProperty("sun.java.command").contains("ChildMain")) {
        System.exit(9);
      }
    }

    @Override
    protected void run() {}
  }

  /** Main: has lost its java. */
  static final class WithoutJava {
    public static void main(String[] args) throws InterruptedException {
      Process well = new Process(() -> {}); // the JDK itself needs its home when first used
      well.start();
      well.join();
      System.setProperty("java.home", "/nowhere");
      Process process = new Process(() -> {});
      ProcessStartException said = assertThrows(ProcessStartException.class, process::start);
      System.out.println(said.getMessage());
    }
  }

  /** Main: starts a child that cannot start. */
  static final class StartsBadly {
    public static void main(String[] args) throws InterruptedException {
      Process process =
          Process.builder().name("bad").jvmOptions("-XX:NoSuchOption").target(() -> {}).start();
      System.out.println(process.pid().orElseThrow());
      process.join();
    }
  }
}
