package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Names, daemons, and what is refused. */
@ProcessTest
class ProcessRulesTest {

  @Test
  void badOptionIsNamedAtOnce() {
    Process.Builder builder = Process.builder();
    assertThrows(NullPointerException.class, () -> builder.jvmOptions((String[]) null));
    assertThrows(NullPointerException.class, () -> builder.jvmOptions("-Xmx32m", null));
    String name =
        assertThrows(IllegalArgumentException.class, () -> builder.environment(Map.of("A=B", "c")))
            .getMessage();
    assertTrue(name.contains("'A=B'"), name);
    Map<String, String> withNull = new HashMap<>();
    withNull.put("A", null);
    String value =
        assertThrows(NullPointerException.class, () -> builder.environment(withNull)).getMessage();
    assertEquals("value of variable A", value);
  }

  @Test
  void interruptedThreadMayStartAProcess() throws Exception {
    Process child = new Process(() -> {});
    Thread.currentThread().interrupt();
    try {
      child.start();
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(0, Ask.end(child));
  }

  @Test
  void namesCountAsInPython() {
    try (ChildJvm jvm = Ask.jvm(PrintsNames.class).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("MainProcess\nProcess-1\nWorker-2\nProcess-1:1\n", jvm.stdout());
    }
  }

  @Test
  void nameCanBeChosenAndChanged() {
    Process process = Process.builder().name("first").target(() -> {}).build();
    assertEquals("first", process.name());
    process.setName("second");
    assertEquals("second", process.getName());
    assertThrows(NullPointerException.class, () -> process.setName(null));
  }

  @Test
  void daemonMayNotStartChildren() throws Exception {
    assertEquals(
        "daemonic processes are not allowed to have children",
        Ask.child(
            Process.builder().daemon(true), () -> message(() -> new Process(() -> {}).start())));
  }

  @Test
  void childrenOfADaemonAreMadeDaemonsAndOthersAreNot() throws Exception {
    assertFalse(new Process(() -> {}).isDaemon());
    assertEquals(
        "truetrue",
        Ask.child(
            Process.builder().daemon(true),
            () ->
                ""
                    + Multiprocessing.currentProcess().isDaemon()
                    + new Process(() -> {}).isDaemon()));
    assertEquals("false", Ask.child(() -> "" + new Process(() -> {}).isDaemon()));
  }

  @Test
  void daemonShowsInTheText() {
    Process process = Process.builder().name("d").daemon(true).target(() -> {}).build();
    assertEquals(
        "<Process name='d' parent=" + ProcessHandle.current().pid() + " initial daemon>",
        process.toString());
  }

  @Test
  void whatComesTooEarlyOrTooLateIsRefused() throws Exception {
    Process process = new Process(() -> {});
    assertMessage("can only join a started process", process::join);
    assertMessage("can only join a started process", () -> process.join(Duration.ZERO));
    assertMessage("can only terminate a started process", process::terminate);
    assertMessage("can only kill a started process", process::kill);
    process.start();
    assertMessage("process has already started", () -> process.setDaemon(true));
    assertMessage("cannot start a process twice", process::start);
    assertEquals(0, Ask.end(process));
    assertMessage("cannot start a process twice", process::start);
  }

  @Test
  void livingProcessCannotBeClosedAndAClosedOneRefuses() throws Exception {
    Process process = new Process(() -> new CountDownLatch(1).await());
    process.start();
    assertMessage("cannot close a process while it is still running", process::close);
    process.kill();
    assertEquals(-9, Ask.end(process));
    process.close();
    process.close();
    assertMessage("process object is closed", process::start);
    assertMessage("process object is closed", process::join);
    assertMessage("process object is closed", process::isAlive);
    assertMessage("process object is closed", process::exitCode);
    assertMessage("process object is closed", process::pid);
    assertMessage("process object is closed", process::terminate);
    assertTrue(process.name().startsWith("Process-"));
  }

  @Test
  void currentProcessCanNeitherBeJoinedNorEnded() {
    Process self = Multiprocessing.currentProcess();
    assertMessage("cannot join the current process", self::join);
    assertMessage("can only end a child process", self::terminate);
    assertMessage("cannot start a process twice", self::start);
    assertMessage("cannot close a process while it is still running", self::close);
  }

  @Test
  void childCannotEndItsParent() throws Exception {
    assertEquals(
        "can only end a child process",
        Ask.child(() -> message(() -> Multiprocessing.parentProcess().orElseThrow().kill())));
  }

  @Test
  void processOfAnotherProcessIsRefused() throws Exception {
    Process unused = new Process(() -> {});
    String said =
        Ask.child(
            () ->
                message(unused::start)
                    + "|"
                    + message(unused::join)
                    + "|"
                    + message(unused::isDaemon));
    List<String> refusals = List.of(said.split("\\|", -1));
    assertEquals("can only start a process object created by current process", refusals.get(0));
    assertTrue(refusals.get(1).startsWith("can only join a child process"), said);
    assertEquals("this process object belongs to another process", refusals.get(2));
  }

  @Test
  void nullsAreRefusedByName() {
    assertEquals(
        "target",
        assertThrows(
                NullPointerException.class,
                () -> new Process((multiprocessing.function.SerializableRunnable) null))
            .getMessage());
    assertMessage("a process needs a target", () -> Process.builder().build());
  }

  @Test
  void taskThatCannotTravelStartsNothing() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.close();
    Connection closed = pipe.first();
    Process process = new Process(connection -> connection.close(), closed);
    assertThrows(RuntimeException.class, process::start);
    assertTrue(process.pid().isEmpty());
    assertTrue(Multiprocessing.activeChildren().isEmpty());
  }

  @Test
  void shutdownIsRefusedWhileChildrenRunAndChangesNothing() throws Exception {
    Process process = new Process(() -> new CountDownLatch(1).await());
    process.start();
    assertMessage("cannot shut down: processes still run: [<Process", Multiprocessing::shutdown);
    process.kill();
    Ask.end(process);
    Multiprocessing.shutdown();
    assertEquals("again", Ask.child(() -> "again"));
  }

  @Test
  void connectionOutlivesAShutdown() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.first().sendBytes(new byte[] {1});
      Multiprocessing.shutdown();
      assertEquals(1, pipe.second().recvBytes().length);
    }
  }

  private static String message(Executable refused) {
    return assertThrows(IllegalStateException.class, refused).getMessage();
  }

  private static void assertMessage(String start, Executable refused) {
    String message = message(refused);
    assertTrue(message.startsWith(start), message);
  }

  /** Main: prints default names. */
  static final class PrintsNames {
    public static void main(String[] args) throws Exception {
      System.out.println(Multiprocessing.currentProcess().name());
      Process first = new Process(PrintsNames::withChild);
      System.out.println(first.name());
      System.out.println(new Worker().name());
      first.start();
      first.join();
    }

    private static void withChild() throws Exception {
      Process child =
          new Process(() -> System.out.println(Multiprocessing.currentProcess().name()));
      child.start();
      child.join();
    }
  }

  static final class Worker extends Process {}
}
