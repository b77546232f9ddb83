package multiprocessing.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import multiprocessing.ProcessException;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else than locks programs of no common family find by a name. */
@ProcessTest
@SuppressWarnings("WaitNotInLoop") // it wakes for a signal only
class NamedTest {
  private static final String NAME = "test-" + ProcessHandle.current().pid();

  @TempDir private Path folder;

  private final All all = new All(NAME);

  /** The same objects in each program. */
  private static final class All {
    final Semaphore semaphore;
    final BoundedSemaphore none;
    final Condition condition;
    final Event event;
    final Barrier barrier;

    All(String name) {
      semaphore = Semaphore.named(name, 2);
      none = BoundedSemaphore.named(name, 1);
      condition = Condition.named(name);
      event = Event.named(name);
      barrier = Barrier.named(name, 3, null, null);
    }
  }

  @AfterEach
  void unlink() {
    all.semaphore.unlink();
    all.none.unlink();
    all.condition.unlink();
    all.event.unlink();
    all.barrier.unlink();
  }

  @Test
  void programsWaitForOneAnother() throws Exception {
    all.none.acquire();
    Phases phases = Phases.in(folder);
    try (ChildJvm other = ChildJvm.start(Partner.class, folder.toString(), NAME)) {
      phases.await("waits-for-event", Crew.LIMIT);
      all.event.set();
      all.event.clear(); // it is not missed
      phases.await("waits-for-permit", Crew.LIMIT);
      assertEquals(0, all.semaphore.getValue());
      all.none.release();
      phases.await("waits-for-signal", Crew.LIMIT);
      signal(all.condition);
      Crew.Hand third = new Crew.Hand(() -> all.barrier.await(Crew.LIMIT));
      int unused = all.barrier.await(Crew.LIMIT);
      assertNull(third.end());
      assertEquals(0, other.awaitExit(Crew.LIMIT), other.stderr());
    }
    assertEquals(0, all.none.getValue());
    assertFalse(all.barrier.isBroken());
    assertEquals(0, all.barrier.waiting());
  }

  @Test
  void deathOfAnotherProgramTakesWhatItHadAndNothingElse() throws Exception {
    all.none.acquire();
    Phases phases = Phases.in(folder);
    Crew.Hand inBarrier = new Crew.Hand(() -> all.barrier.await(Crew.LIMIT));
    Crew.Hand inCondition;
    try (ChildJvm other = ChildJvm.start(Victim.class, folder.toString(), NAME)) {
      phases.await("in-condition", Crew.LIMIT);
      inCondition = awaitSignal();
      Crew.until("both are in the barrier", () -> all.barrier.waiting() == 2);
      phases.await("waits-for-permit", Crew.LIMIT);
      Signal.KILL.send(other.pid());
      assertEquals(Signal.KILL.exitStatus(), other.awaitExit(Crew.LIMIT));
    }
    assertInstanceOf(BrokenBarrierException.class, inBarrier.end());
    signal(all.condition);
    assertNull(inCondition.end());
    assertEquals(1, all.semaphore.getValue()); // it had the other one
    all.none.release();
    assertTrue(all.none.acquire(Duration.ofMillis(100)));
    all.barrier.reset();
    assertFalse(all.barrier.isBroken());
  }

  @Test
  void conditionWhoseHolderDiedIsRecovered() throws Exception {
    try (ChildJvm other = ChildJvm.start(Holder.class, folder.toString(), NAME)) {
      Phases phases = Phases.in(folder);
      long pid = phases.await("held", Crew.LIMIT);
      assertFalse(all.condition.acquire(Crew.SHORT));
      assertFalse(all.condition.tryAcquire());
      phases.kill("held", Signal.KILL);
      OwnerDiedException e = assertThrows(OwnerDiedException.class, all.condition::acquire);
      assertEquals(pid, e.pid());
      assertEquals(Signal.KILL.exitStatus(), other.awaitExit(Crew.LIMIT));
    }
    all.condition.recover();
    assertFalse(all.condition.await(Crew.SHORT));
    all.condition.release();
  }

  @Test
  void namedOnesTravelAndAreTheSame() throws Exception {
    assertEquals(0, Crew.end(Crew.start(Event::set, all.event)));
    assertTrue(Event.named(NAME).isSet());
    assertEquals(0, Crew.end(Crew.start(Semaphore::release, all.semaphore)));
    assertEquals(3, all.semaphore.getValue());
    assertEquals(0, Crew.end(Crew.start(Barrier::abort, all.barrier)));
    assertTrue(all.barrier.isBroken());
    Crew.Hand waits = awaitSignal();
    assertEquals(0, Crew.end(Crew.start(NamedTest::signal, all.condition)));
    assertNull(waits.end());
  }

  /** A thread of this process that waits for the condition when this returns. */
  private Crew.Hand awaitSignal() throws Exception {
    CountDownLatch holds = new CountDownLatch(1);
    Crew.Hand hand =
        new Crew.Hand(
            () -> {
              try (Held held = all.condition.hold()) {
                holds.countDown();
                assertTrue(all.condition.await(Crew.LIMIT));
              }
            });
    assertTrue(holds.await(Crew.LIMIT.toSeconds(), TimeUnit.SECONDS));
    try (Held held = all.condition.hold()) {
      return hand; // it has given up the lock: it waits
    }
  }

  private static void signal(Condition condition) throws Exception {
    try (Held held = condition.hold()) {
      condition.signal();
    }
  }

  @Test
  void waitsEndWithTheirTimeAndByAnInterrupt() throws Exception {
    assertFalse(all.event.await(Crew.SHORT));
    all.none.acquire();
    assertFalse(all.none.acquire(Crew.SHORT));
    Crew.Hand waits = new Crew.Hand(all.event::await).waiting();
    waits.thread().interrupt();
    assertInstanceOf(InterruptedException.class, waits.end());
  }

  @Test
  void otherNumbersThanThoseOfTheNameAreRefused() {
    assertEquals(2, Semaphore.named(NAME, 7).getValue());
    String bound =
        assertThrows(IllegalArgumentException.class, () -> BoundedSemaphore.named(NAME, 2))
            .getMessage();
    assertTrue(bound.endsWith("has at most 1 permits, not 2"), bound);
    String parties =
        assertThrows(IllegalArgumentException.class, () -> Barrier.named(NAME, 2)).getMessage();
    assertTrue(parties.endsWith("has 3 parties, not 2"), parties);
    assertThrows(IllegalArgumentException.class, () -> Semaphore.named(NAME, -1));
    assertThrows(IllegalArgumentException.class, () -> Barrier.named(NAME, 0));
    assertThrows(IllegalArgumentException.class, () -> Event.named("a/b"));
    assertThrows(IllegalStateException.class, () -> new Event().unlink());
  }

  @Test
  void programInAnotherPidNamespaceIsToldWhatItCannotHave() throws Exception {
    String java = System.getProperty("java.home") + "/bin/java";
    String[] command = {
      "unshare", "-Urpf", "--mount-proc", java, "-cp", System.getProperty("java.class.path")
    };
    try (ChildJvm mount = ChildJvm.ofCommand("unshare", "-Urpf", "--mount-proc", "true").start()) {
      assumeTrue(mount.awaitExit(Crew.LIMIT) == 0, "no namespaces for this user");
    } catch (UncheckedIOException e) {
      assumeTrue(false, e.getMessage());
    }
    all.semaphore.acquire();
    try (ChildJvm other =
        ChildJvm.ofCommand(command).arguments(Stranger.class.getName(), NAME).start()) {
      assertEquals(0, other.awaitExit(Crew.LIMIT), other.stderr());
      assertEquals("true false refused refused\n", other.stdout());
    }
    assertEquals(0, all.semaphore.getValue());
  }

  /** A program that has no common process ids with the test. */
  static final class Stranger {
    private Stranger() {}

    public static void main(String[] args) {
      Semaphore semaphore = Semaphore.named(args[0], 2);
      System.out.println(
          semaphore.tryAcquire()
              + " "
              + semaphore.tryAcquire()
              + refusal(() -> Barrier.named(args[0], 3))
              + refusal(() -> Condition.named(args[0])));
    }

    private static String refusal(Runnable open) {
      try {
        open.run();
        return " opened";
      } catch (ProcessException e) {
        return e.getMessage().contains("another pid namespace") ? " refused" : " " + e;
      }
    }
  }

  /** A program that waits for each of them. */
  static final class Partner {
    private Partner() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      All all = new All(args[1]);
      Phase.passed(folder, "waits-for-event");
      all.event.await();
      all.semaphore.acquire();
      all.semaphore.acquire();
      Phase.passed(folder, "waits-for-permit");
      all.none.acquire();
      try (Held held = all.condition.hold()) {
        Phase.passed(folder, "waits-for-signal"); // nobody signals before it waits
        all.condition.await();
      }
      int unused = all.barrier.await();
    }
  }

  /** A program that is killed with a permit, and while it waits for all else. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      All all = new All(args[1]);
      all.semaphore.acquire();
      Crew.Hand inBarrier = new Crew.Hand(all.barrier::await);
      Crew.Hand inCondition =
          new Crew.Hand(
              () -> {
                try (Held held = all.condition.hold()) {
                  Phase.passed(folder, "in-condition");
                  all.condition.await();
                }
              });
      inBarrier.waiting();
      inCondition.waiting();
      new Crew.Hand(all.none::acquire).waiting();
      Phase.reached(folder, "waits-for-permit");
    }
  }

  /** A program that is killed with a condition's lock. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      Condition condition = Condition.named(args[1]);
      condition.acquire();
      Phase.reached(Path.of(args[0]), "held");
    }
  }
}
