package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import multiprocessing.testkit.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a terminal sends to all processes of a family ends it once, quietly, and leaves nothing. */
@ProcessTest
class TerminalTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Signal.class,
      names = {"INT", "HUP", "TERM"})
  void signalToTheWholeGroupEndsTheFamilyOnceAndQuietly(Signal signal) {
    assumeFalse(signal.isIgnoredHere(), "this signal is ignored in this test run");
    try (Terminal terminal = start("busy")) {
      terminal.interruptGroup(signal);
      assertEndedQuietly(terminal, signal.exitStatus());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "20", "60", "100", "150"})
  void ctrlCWhileChildrenBootIsQuietToo(String millis) throws Exception {
    assumeFalse(Signal.INT.isIgnoredHere(), "SIGINT is ignored in this test run");
    try (Terminal terminal = start("boots")) {
      Thread.sleep(Long.parseLong(millis)); // no synchronization: any moment must do
      terminal.interruptGroup(Signal.INT);
      assertEndedQuietly(terminal, 130);
    }
  }

  @Test
  void launchThatFailsOfCtrlCIsQuietToo() {
    assumeFalse(Signal.INT.isIgnoredHere(), "SIGINT is ignored in this test run");
    try (Terminal terminal = start("fails")) {
      assertEndedQuietly(terminal, 130);
    }
  }

  /** To the parent alone, as if they had been started after the signal to all. */
  @ParameterizedTest
  @ValueSource(strings = {"stopped", "late"})
  void childThatHasNotBegunEndsWithAParentThatASignalEnds(String what) {
    assumeFalse(Signal.INT.isIgnoredHere(), "SIGINT is ignored in this test run");
    try (Terminal terminal = start(what)) {
      Signal.INT.send(terminal.pid());
      assertEndedQuietly(terminal, 130);
    }
  }

  @Test
  void sigtermToTheParentAloneEndsItsDaemonsQuietly() {
    try (Terminal terminal = start("daemons")) {
      Signal.TERM.send(terminal.pid());
      assertEndedQuietly(terminal, 143);
    }
  }

  private Terminal start(String what) {
    Terminal terminal =
        Terminal.run(folder, Ask.jvm(Family.class).arguments(folder.toString(), what));
    if (what.equals("busy") || what.equals("daemons")) {
      Phases phases = Phases.in(folder);
      Eventually.until(
          "all are at work: " + terminal,
          Ask.LIMIT,
          () -> !terminal.isAlive() || phases.at("task").size() == 4);
      phases.await("parent", Ask.LIMIT);
    } else {
      Phases.in(folder).await("parent", Ask.LIMIT);
    }
    return terminal;
  }

  private static void assertEndedQuietly(Terminal terminal, int status) {
    assertEquals(status, terminal.awaitExit(Ask.LIMIT), terminal::toString);
    Eventually.until(
        "the group is empty: " + terminal, Duration.ofSeconds(5), terminal::groupIsGone);
    assertEquals("", terminal.stdout());
    assertEquals("", terminal.stderr());
  }

  /** Main: children and grandchildren, in all kinds of waits. */
  static final class Family {
    public static void main(String[] args) throws Exception {
      String at = args[0];
      switch (args[1]) {
        case "boots" -> boots(at);
        case "fails" -> fails(at);
        case "stopped" -> isStopped(at);
        case "late" -> isLate(at);
        default -> isBusy(at, args[1].equals("daemons"));
      }
    }

    private static void boots(String at) throws InterruptedException {
      Phase.passed(Path.of(at), "parent");
      for (int i = 0; i < 4; i++) {
        new Process(() -> new CountDownLatch(1).await()).start();
      }
      new CountDownLatch(1).await();
    }

    private static void fails(String at) {
      Phase.passed(Path.of(at), "parent");
      Process.builder().target(() -> {}).launcher(Family::isInterrupted).start();
    }

    /** What the JDK does if its helper gets the signal that this JVM gets, too. */
    private static java.lang.Process isInterrupted(ProcessBuilder builder) throws IOException {
      Signal.INT.send(ProcessHandle.current().pid());
      throw new IOException("Failed to exec spawn helper: pid: 4711, signal: 2");
    }

    private static void isStopped(String at) throws InterruptedException {
      Process child = Process.builder().target(() -> {}).launcher(Family::stopped).start();
      Phase.passed(Path.of(at), "parent");
      child.join();
    }

    private static java.lang.Process stopped(ProcessBuilder builder) throws IOException {
      List<String> words = new ArrayList<>(List.of("sh", "-c", "kill -STOP $$; exec \"$@\"", "sh"));
      words.addAll(builder.command());
      return builder.command(words).start();
    }

    /** Goes on to start children while its hooks run. */
    private static void isLate(String at) throws InterruptedException {
      CountDownLatch ending = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    ending.countDown();
                    pause(500);
                  }));
      Process.builder().daemon(true).target(Family::waits, at).start();
      Phase.passed(Path.of(at), "parent");
      ending.await();
      for (int i = 0; i < 4; i++) {
        new Process(Family::waits, at).start();
      }
      new CountDownLatch(1).await();
    }

    private static void pause(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void isBusy(String at, boolean daemons) throws Exception {
      Pipe pipe = Pipe.open();
      List<Process> children = new ArrayList<>();
      children.add(Process.builder().daemon(daemons).target(Family::waits, at).build());
      children.add(
          Process.builder().daemon(daemons).target(Family::receives, at, pipe.second()).build());
      if (daemons) {
        children.add(Process.builder().daemon(true).target(Family::waits, at).build());
        children.add(Process.builder().daemon(true).target(Family::waits, at).build());
      } else {
        children.add(new Process(Family::hasAChild, at));
      }
      for (Process child : children) {
        child.start();
      }
      pipe.second().close();
      Thread receiver =
          new Thread(
              () -> {
                Phase.passed(Path.of(at), "parent");
                for (Process child : children) {
                  if (child.exitCode().isPresent()) {
                    System.err.println("ended too early: " + child);
                  }
                }
                try {
                  children.get(2).join();
                  System.err.println("the parent saw the end of " + children.get(2));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      receiver.start();
      children.get(0).join();
      System.err.println("the parent saw the end of " + children.get(0));
    }

    private static void waits(String at) throws InterruptedException {
      Phase.passed(Path.of(at), "task");
      new CountDownLatch(1).await();
    }

    private static void receives(String at, Connection from) throws Exception {
      Phase.passed(Path.of(at), "task");
      from.recv(); // its other end goes with the parent
    }

    private static void hasAChild(String at) throws Exception {
      Process grandchild = new Process(Family::waits, at);
      grandchild.start();
      Phase.passed(Path.of(at), "task");
      grandchild.join();
      assertTrue(Files.exists(Path.of(at)), "saw the end of its child");
      System.err.println("a child saw the end of " + grandchild);
    }
  }
}
