package multiprocessing.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import multiprocessing.Multiprocessing;
import multiprocessing.SerializationException;
import multiprocessing.connection.Pipe;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks that programs find by a name. */
@ProcessTest
class NamedLockTest {
  private static final String NAME = "test-" + ProcessHandle.current().pid();

  @TempDir private Path folder;

  @Test
  void sameNameIsTheSameLockUntilItIsUnlinked() throws Exception {
    Lock one = Lock.named(NAME);
    Lock same = Lock.named(NAME);
    one.acquire();
    assertTrue(same.locked());
    assertFalse(same.acquire(Crew.SHORT));
    assertTrue(same.owner().isPresent());
    assertEquals(0, Crew.end(Crew.start(Lock::release, one))); // it travels, too
    assertFalse(same.locked());
    same.acquire();
    same.unlink();
    Lock another = Lock.named(NAME);
    assertFalse(another.locked());
    try (Pipe pipe = Pipe.open()) { // it has no name to be found by, and is not the one that has
      pipe.first().send(same);
      assertThrows(SerializationException.class, () -> pipe.second().recv());
    }
    another.unlink();
    assertThrows(IllegalStateException.class, () -> new Lock().unlink());
    assertThrows(IllegalArgumentException.class, () -> Lock.named("a/b"));
  }

  @Test
  void otherProgramHoldsAndDies() throws Exception {
    RLock lock = RLock.named(NAME);
    try (ChildJvm other = ChildJvm.start(Holder.class, folder.toString(), NAME)) {
      Phases phases = Phases.in(folder);
      long pid = phases.await("held", Crew.LIMIT);
      assertFalse(lock.acquire(Duration.ofMillis(100)));
      assertEquals(pid, lock.owner().orElseThrow().pid());
      phases.kill("held", Signal.KILL);
      OwnerDiedException e = assertThrows(OwnerDiedException.class, lock::acquire);
      assertEquals(pid, e.pid());
      assertEquals(Signal.KILL.exitStatus(), other.awaitExit(Crew.LIMIT));
    }
    lock.recover();
    lock.release();
    lock.unlink();
  }

  @Test
  void nameGoesWithTheFamilyThatMadeIt() {
    Lock ignored = Lock.named(NAME);
    Path file = Path.of("/dev/shm/mp.lock." + NAME);
    boolean there = Files.exists(file); // or in the temporary folder, which is looked into anyway
    Multiprocessing.shutdown();
    assertTrue(there || !Files.isWritable(Path.of("/dev/shm")));
    assertFalse(Files.exists(file));
  }

  /** Another program. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      RLock lock = RLock.named(args[1]);
      lock.acquire();
      Phase.reached(Path.of(args[0]), "held");
    }
  }
}
