package multiprocessing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ProcessTest
class PhaseTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void childIsKilledAtANamedPhase() {
    Phases in = Phases.in(folder);
    try (ChildJvm child = ChildJvm.start(TwoPhases.class, folder.toString())) {
      assertEquals(child.pid(), in.await("first", LIMIT));
      in.kill("first", Signal.KILL);
      assertEquals(Signal.KILL.exitStatus(), child.awaitExit(LIMIT));
      assertEquals(List.of(), in.at("first"));
      assertEquals(List.of(), in.at("second"));
    }
  }

  @Test
  void releasedChildGoesOnToTheNextPhase() {
    Phases in = Phases.in(folder);
    try (ChildJvm child = ChildJvm.start(TwoPhases.class, folder.toString())) {
      in.await("first", LIMIT);
      in.release("first");
      assertEquals(child.pid(), in.await("second", LIMIT));
      in.release("second");
      assertEquals(0, child.awaitExit(LIMIT), child::toString);
      assertEquals("both\n", child.stdout());
    }
  }

  @Test
  void successorOfAKilledProcessIsFoundInItsPlace() {
    Phases in = Phases.in(folder);
    try (ChildJvm killed = ChildJvm.start(TwoPhases.class, folder.toString())) {
      in.await("first", LIMIT);
      in.kill("first", Signal.KILL);
      try (ChildJvm next = ChildJvm.start(TwoPhases.class, folder.toString())) {
        assertEquals(next.pid(), in.await("first", LIMIT));
      }
      assertEquals(Signal.KILL.exitStatus(), killed.awaitExit(LIMIT));
    }
  }

  @Test
  void stoppedChildStaysInItsPhaseUntilItIsContinued() {
    Phases in = Phases.in(folder);
    try (ChildJvm child = ChildJvm.start(TwoPhases.class, folder.toString())) {
      long pid = in.await("first", LIMIT);
      in.kill("first", Signal.STOP);
      Eventually.until("stopped", LIMIT, () -> Processes.state(pid) == 'T');
      in.release("first");
      assertEquals(List.of(), in.at("second"));
      child.kill(Signal.CONT);
      in.await("second", LIMIT);
    }
  }

  @Test
  void killingWhereNobodyIsIsAnError() {
    Phases in = Phases.in(folder);
    assertThrows(IllegalStateException.class, () -> in.kill("never", Signal.KILL));
    assertThrows(AssertionError.class, () -> in.await("never", Duration.ofMillis(20)));
    assertThrows(IllegalArgumentException.class, () -> in.await("a/b", LIMIT));
  }

  /** Main of the child. */
  static final class TwoPhases {
    public static void main(String[] args) {
      Phase.reached(Path.of(args[0]), "first");
      Phase.reached(Path.of(args[0]), "second");
      System.out.println("both");
    }
  }
}
