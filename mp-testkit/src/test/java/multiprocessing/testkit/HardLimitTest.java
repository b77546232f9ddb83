package multiprocessing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Overrunning tests run in a child JVM, because what HardLimit does last is to halt it. */
class HardLimitTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void overrunningTestFailsAndAllStacksArePrinted() {
    try (ChildJvm child = ChildJvm.start(Runner.class, Sleeps.class.getName())) {
      assertEquals(0, child.awaitExit(LIMIT), child::toString);
      assertHas(child.stdout(), "failed 1 succeeded 1");
      assertHas(child.stdout(), "AssertionError: Sleeps.sleeps overran its hard limit of 1 s");
      assertHas(child.stderr(), "HardLimitTest$Sleeps.sleeps(");
      assertHas(child.stderr(), "HardLimitTest$Grandchild.main(");
    }
  }

  @Test
  void testThatSwallowsTheInterruptFailsAllTheSame() {
    try (ChildJvm child = ChildJvm.start(Runner.class, Swallows.class.getName())) {
      assertEquals(0, child.awaitExit(LIMIT), child::toString);
      assertHas(child.stdout(), "failed 1 succeeded 0");
      assertHas(child.stdout(), "AssertionError: Swallows.swallows overran its hard limit of 1 s");
    }
  }

  @Test
  void testThatIgnoresTheInterruptHaltsTheJvm() {
    try (ChildJvm child = ChildJvm.start(Runner.class, Ignores.class.getName())) {
      assertEquals(HardLimitExtension.HALT_STATUS, child.awaitExit(LIMIT), child::toString);
      assertHas(child.stderr(), "Ignores.ignores did not end when interrupted: halting this JVM");
      assertFalse(child.stdout().contains("failed"), child::toString);
    }
  }

  @Test
  void methodBeforeAllHasALimitToo() {
    try (ChildJvm child = ChildJvm.start(Runner.class, SleepsBeforeAll.class.getName())) {
      assertEquals(0, child.awaitExit(LIMIT), child::toString);
      assertHas(child.stderr(), "SleepsBeforeAll.prepare overran its hard limit of 1 s");
    }
  }

  private static void assertHas(String text, String part) {
    assertTrue(text.contains(part), () -> "'" + part + "' is not in: " + text);
  }

  /** Main of the child: runs one of the classes below with JUnit. */
  static final class Runner {
    public static void main(String[] args) throws Exception {
      Events tests =
          EngineTestKit.engine("junit-jupiter")
              .selectors(selectClass(Class.forName(args[0])))
              .execute()
              .testEvents();
      System.out.println(
          "failed " + tests.failed().count() + " succeeded " + tests.succeeded().count());
      tests.failed().debug(System.out);
    }
  }

  /** Main of the child's child: stays, so that its stack can be seen. */
  static final class Grandchild {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("here");
      new CountDownLatch(1).await();
    }
  }

  @ProcessTest
  @HardLimit(seconds = 1)
  static class Sleeps {
    @Test
    void sleeps() throws Exception {
      try (ChildJvm grandchild = ChildJvm.start(Grandchild.class)) {
        grandchild.awaitLine("here", LIMIT);
        new CountDownLatch(1).await();
      }
    }

    @Test
    @HardLimit(seconds = 30)
    void nextTestIsNotInterrupted() throws Exception {
      Thread.sleep(1);
    }
  }

  @HardLimit(seconds = 1)
  static class Swallows {
    @Test
    void swallows() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        System.out.println("swallowed");
      }
    }
  }

  @HardLimit(seconds = 1)
  static class Ignores {
    @Test
    void ignores() {
      while (true) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @HardLimit(seconds = 1)
  static class SleepsBeforeAll {
    @BeforeAll
    static void prepare() throws Exception {
      new CountDownLatch(1).await();
    }

    @Test
    void neverRuns() {}
  }
}
