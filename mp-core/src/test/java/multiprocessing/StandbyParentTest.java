package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import multiprocessing.internal.launch.Standbys;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Standbys end with the JVM that launched them, unheard. */
@ProcessTest
class StandbyParentTest {
  private static final Duration LIMIT = Ask.LIMIT;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"KILL", "TERM"})
  void standbyEndsWithAParentThatIsKilled(Signal signal) {
    try (ChildJvm parent = Ask.jvm(HasAStandby.class).arguments("wait").start()) {
      long standby = standbyOf(parent);
      parent.kill(signal);
      assertEquals(signal.exitStatus(), parent.awaitExit(LIMIT));
      Eventually.until("the standby is gone", LIMIT, () -> ProcessHandle.of(standby).isEmpty());
      assertEquals("", parent.stderr());
    }
  }

  @Test
  void stoppedStandbyEndsWithItsParentToo() {
    try (ChildJvm parent = Ask.jvm(HasAStandby.class).arguments("input").start()) {
      long standby = standbyOf(parent);
      Signal.STOP.send(standby);
      end(parent);
      assertEquals(0, parent.awaitExit(LIMIT));
      Eventually.until("the standby is gone", LIMIT, () -> ProcessHandle.of(standby).isEmpty());
    }
  }

  @Test
  void stoppedStandbyEndsWithAParentThatIsKilledToo() {
    try (ChildJvm parent = Ask.jvm(HasAStandby.class).arguments("wait").start()) {
      endsThoughStopped(standbyOf(parent), parent);
    }
  }

  @Test
  void standbyThatIsStoppedWhileItBootsEndsWithAKilledParent() {
    try (ChildJvm parent = Ask.jvm(HasABootingStandby.class).arguments(folder.toString()).start()) {
      endsThoughStopped(Phases.in(folder).await("preload", LIMIT), parent);
    }
  }

  private static void endsThoughStopped(long pid, ChildJvm parent) {
    ProcessHandle standby = ProcessHandle.of(pid).orElseThrow();
    Signal.STOP.send(pid);
    parent.kill(Signal.KILL);
    assertEquals(Signal.KILL.exitStatus(), parent.awaitExit(LIMIT));
    Eventually.until("the standby is gone", LIMIT, () -> !standby.isAlive());
    assertEquals("", parent.stderr());
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "exit"})
  void endOfTheParentDoesNotWaitForAStandbyAndNothingIsPrinted(String how) {
    try (ChildJvm parent = Ask.jvm(HasAStandby.class).arguments(how).start()) {
      long standby = standbyOf(parent);
      assertEquals(0, parent.awaitExit(LIMIT));
      Eventually.until("the standby is gone", LIMIT, () -> ProcessHandle.of(standby).isEmpty());
      assertEquals("standby " + standby + "\n", parent.stdout());
      assertEquals("", parent.stderr());
    }
  }

  @Test
  void standbyThatTheTerminalInterruptsSaysNothing() {
    try (ChildJvm parent = Ask.jvm(HasAStandby.class).arguments("input").start()) {
      long standby = standbyOf(parent);
      Signal.TERM.send(standby);
      Eventually.until("the standby is gone", LIMIT, () -> ProcessHandle.of(standby).isEmpty());
      end(parent);
      assertEquals(0, parent.awaitExit(LIMIT));
      assertEquals("", parent.stderr());
      assertTrue(parent.stdout().startsWith("standby "));
    }
  }

  private static long standbyOf(ChildJvm parent) {
    return Long.parseLong(parent.awaitLine("standby ", LIMIT).substring("standby ".length()));
  }

  private static void end(ChildJvm parent) {
    try {
      parent.process().getOutputStream().close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Main: has a standby that is never ready, because a class that it preloads waits. */
  static final class HasABootingStandby {
    public static void main(String[] args) throws Exception {
      System.setProperty("java.standby.folder", args[0]);
      Multiprocessing.setForkserverPreload(Waiting.class.getName());
      Thread.sleep(LIMIT.toMillis());
    }
  }

  static final class Waiting {
    static {
      Phase.reached(Path.of(System.getProperty("java.standby.folder")), "preload");
    }
  }

  /** Main: has a standby, says its process id, and ends as it is told. */
  static final class HasAStandby {
    public static void main(String[] args) throws Exception {
      Multiprocessing.setForkserverPreload();
      long standby =
          Eventually.value("a standby", LIMIT, Standbys::ready, pids -> !pids.isEmpty()).get(0);
      System.out.println("standby " + standby);
      switch (args[0]) {
        case "wait" -> Thread.sleep(LIMIT.toMillis());
        case "input" -> {
          int ignored = System.in.read();
        }
        case "exit" -> System.exit(0);
        default -> {
          // the end of main
        }
      }
    }
  }
}
