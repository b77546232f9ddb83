package multiprocessing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ProcessTest
class ChildJvmTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void keepsAllOutputAndTheExitStatus(@TempDir Path folder) throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Prints.class)
            .arguments("100000", "7")
            .jvmOptions("-Dp=v")
            .environment("E", "w")
            .directory(folder)
            .start()) {
      assertEquals(7, child.awaitExit(LIMIT), child::toString);
      assertEquals(100_001, child.stdout().lines().count());
      assertEquals("p=v E=w in " + folder.toRealPath() + "\n", child.stderr());
    }
  }

  @Test
  void awaitedLineIsReturnedWholeAndItsAbsenceShowsTheOutput() {
    try (ChildJvm child = ChildJvm.start(Prints.class, "2", "0")) {
      assertEquals("the last line", child.awaitLine("last", LIMIT));
      AssertionError absent =
          assertThrows(AssertionError.class, () -> child.awaitLine("no such", LIMIT));
      assertTrue(absent.getMessage().contains("the last line"), absent.getMessage());
    }
  }

  @Test
  void signalsArrive() {
    try (ChildJvm child = ChildJvm.start(Stays.class)) {
      child.awaitLine("here", LIMIT);
      child.kill(Signal.TERM);
      assertEquals(Signal.TERM.exitStatus(), child.awaitExit(LIMIT));
    }
  }

  @Test
  void awaitExitOfALivingChildShowsItsStacks() {
    try (ChildJvm child = ChildJvm.start(Stays.class)) {
      child.awaitLine("here", LIMIT);
      AssertionError alive =
          assertThrows(AssertionError.class, () -> child.awaitExit(Duration.ofMillis(1)));
      assertTrue(alive.getMessage().contains("ChildJvmTest$Stays.main"), alive.getMessage());
    }
  }

  @Test
  void closeKillsTheChildAndItsDescendants() {
    ProcessHandle grandchild;
    ChildJvm child = ChildJvm.start(StaysWithChild.class);
    try (child) {
      long pid = Long.parseLong(child.awaitLine("pid ", LIMIT).substring("pid ".length()));
      grandchild = ProcessHandle.of(pid).orElseThrow();
    }
    assertFalse(child.isAlive());
    Eventually.until("grandchild gone", LIMIT, () -> !grandchild.isAlive());
  }

  /** Main: prints as many lines as told, then exits with the status told. */
  static final class Prints {
    public static void main(String[] args) {
      for (int i = 0; i < Integer.parseInt(args[0]); i++) {
        System.out.println("line " + i);
      }
      System.out.println("the last line");
      System.err.println(
          "p="
              + System.getProperty("p")
              + " E="
              + System.getenv("E")
              + " in "
              + System.getProperty("user.dir"));
      System.exit(Integer.parseInt(args[1]));
    }
  }

  /** Main: stays until it is killed. */
  static final class Stays {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("here");
      new CountDownLatch(1).await();
    }
  }

  /** Main: stays, with a child of its own that does not notice its end. */
  static final class StaysWithChild {
    public static void main(String[] args) throws Exception {
      System.out.println("pid " + new ProcessBuilder("sleep", "64").start().pid());
      new CountDownLatch(1).await();
    }
  }
}
