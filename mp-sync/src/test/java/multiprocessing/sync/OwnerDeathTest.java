package multiprocessing.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.sync.Crew.Hand;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that die with a lock, or on the way to it. */
@ProcessTest
class OwnerDeathTest {

  @Test
  void lockOfADeadHolderIsAbandonedUntilItIsRecovered() throws Exception {
    Lock lock = new Lock();
    Process holder = killedHolder(lock);
    for (int i = 0; i < 2; i++) {
      OwnerDiedException e = assertThrows(OwnerDiedException.class, lock::acquire);
      assertEquals(holder.pid().orElseThrow(), e.pid());
      assertEquals(holder.getName(), e.processName());
      assertTrue(e.getMessage().contains("recover()"), e.getMessage());
      assertThrows(OwnerDiedException.class, lock::tryAcquire);
      assertThrows(OwnerDiedException.class, () -> lock.acquire(Crew.SHORT));
    }
    assertTrue(lock.locked());
    assertThrows(IllegalStateException.class, lock::release);
    lock.recover();
    assertFalse(lock.tryAcquire());
    lock.release();
    assertTrue(lock.tryAcquire());
    lock.release();
  }

  @Test
  void recursiveLockIsRecoveredToTheCaller() throws Exception {
    RLock lock = new RLock();
    killedHolder(lock);
    assertThrows(OwnerDiedException.class, lock::acquire);
    lock.recover();
    assertEquals("<RLock(MainProcess, 1)>", lock.toString().replaceAll("\\|[^,]*", ""));
    lock.acquire();
    lock.release();
    lock.release();
    assertFalse(lock.locked());
  }

  @Test
  void releasedByTheDeathOfItsHolder() throws Exception {
    Lock lock = new Lock(OwnerDeath.RELEASE);
    killedHolder(lock);
    lock.acquire();
    lock.release();
    RLock recursive = new RLock(OwnerDeath.RELEASE);
    killedHolder(recursive);
    recursive.acquire();
    recursive.release();
  }

  @Test
  void thoseThatWaitAlreadyLearnOfIt() throws Exception {
    Lock lock = new Lock();
    try (Pipe pipe = Pipe.open()) {
      Process holder = Crew.start(OwnerDeathTest::holdForEver, new Shared(lock, pipe.second()));
      assertEquals("held", pipe.first().recv());
      Hand one = new Hand(lock::acquire).waiting();
      Hand other = new Hand(lock::acquire).waiting();
      holder.kill();
      assertInstanceOf(OwnerDiedException.class, one.end());
      assertInstanceOf(OwnerDiedException.class, other.end());
      assertEquals(-9, Crew.end(holder));
    }
  }

  @Test
  void stoppedHolderStillHolds() throws Exception {
    Lock lock = new Lock();
    try (Pipe pipe = Pipe.open()) {
      Process holder = Crew.start(OwnerDeathTest::holdForEver, new Shared(lock, pipe.second()));
      assertEquals("held", pipe.first().recv());
      Signal.STOP.send(holder.pid().orElseThrow());
      assertFalse(lock.acquire(java.time.Duration.ofMillis(300)));
      assertThrows(IllegalStateException.class, lock::recover);
      Signal.CONT.send(holder.pid().orElseThrow());
      holder.kill();
      assertEquals(-9, Crew.end(holder));
    }
  }

  @Test
  void recoverIsForTheDeadOnly() throws Exception {
    Lock lock = new Lock();
    String free = assertThrows(IllegalStateException.class, lock::recover).getMessage();
    assertTrue(free.contains("nobody held it"), free);
    lock.acquire();
    String held = assertThrows(IllegalStateException.class, lock::recover).getMessage();
    assertTrue(held.contains("its holder lives"), held);
    lock.release();
  }

  @Test
  void onlyOneRecovers() throws Exception {
    Lock lock = new Lock();
    killedHolder(lock);
    int[] recovered = new int[1];
    List<Hand> hands =
        List.of(new Hand(lock::recover), new Hand(lock::recover), new Hand(lock::recover));
    for (Hand hand : hands) {
      Throwable thrown = hand.end();
      recovered[0] += thrown == null ? 1 : 0;
      assertTrue(thrown == null || thrown instanceof IllegalStateException, String.valueOf(thrown));
    }
    assertEquals(1, recovered[0]);
  }

  /** Killed at a step at which it holds nothing: the lock works on. */
  @ParameterizedTest
  @ValueSource(
      strings = {"mutex.slow", "mutex.entered", "mutex.waiting", "mutex.woken", "mutex.released"})
  void whoDiesWithoutTheLockTakesNothingWithIt(String step) throws Exception {
    Lock lock = new Lock();
    boolean waits = !step.equals("mutex.released");
    if (waits) {
      lock.acquire();
    }
    Process doomed = Crew.doomed(step, OwnerDeathTest::acquireAndRelease, lock);
    Hand other = new Hand(() -> acquireAndRelease(lock));
    assertEquals(-9, Crew.end(doomed));
    if (waits) {
      lock.release();
    }
    assertNull(other.end());
    lock.acquire();
    lock.release();
  }

  @Test
  void whoDiesWhenItIsCalledKeepsNobodyFromTheFreeLock() throws Exception {
    Lock lock = new Lock();
    lock.acquire();
    Process doomed = Crew.doomed("mutex.called", OwnerDeathTest::acquireAndRelease, lock);
    long reservedAndAwaited = 4 | 1;
    Crew.until(
        "it has waited long",
        () -> (lock.memory.block().getVolatile(0) & reservedAndAwaited) == reservedAndAwaited);
    lock.release();
    assertEquals(-9, Crew.end(doomed));
    assertTrue(lock.tryAcquire());
    lock.release();
    assertTrue(lock.acquire(java.time.Duration.ZERO));
    lock.release();
  }

  /** Killed at a step at which it holds the lock: those that want it are told. */
  @ParameterizedTest
  @ValueSource(strings = {"mutex.taken", "mutex.release"})
  void whoDiesWithTheLockIsNamed(String step) throws Exception {
    Lock lock = new Lock();
    Process doomed = Crew.doomed(step, OwnerDeathTest::acquireAndRelease, lock);
    assertEquals(-9, Crew.end(doomed));
    OwnerDiedException e = assertThrows(OwnerDiedException.class, lock::acquire);
    assertEquals(doomed.pid().orElseThrow(), e.pid());
    lock.recover();
    lock.release();
  }

  @Test
  void whoDiesWhileItTellsOfADeathHidesNothing() throws Exception {
    Lock lock = new Lock();
    killedHolder(lock);
    Process doomed = Crew.doomed("mutex.marked", OwnerDeathTest::acquireAndRelease, lock);
    assertEquals(-9, Crew.end(doomed));
    assertThrows(OwnerDiedException.class, lock::acquire);
    lock.recover();
    lock.release();
  }

  private static Process killedHolder(ProcessLock lock) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process holder = Crew.start(OwnerDeathTest::holdForEver, new Shared(lock, pipe.second()));
      assertEquals("held", pipe.first().recv());
      holder.kill();
      assertEquals(-9, Crew.end(holder));
      return holder;
    }
  }

  private static void holdForEver(Shared shared) throws Exception {
    shared.lock.acquire();
    shared.connection.send("held");
    Object ignored = shared.connection.recv();
  }

  private static void acquireAndRelease(Lock lock) throws Exception {
    lock.acquire();
    lock.release();
  }

  private record Shared(ProcessLock lock, Connection connection) {}
}
