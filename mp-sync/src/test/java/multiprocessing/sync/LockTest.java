package multiprocessing.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.sync.Crew.Hand;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Lock, as CPython's tests have it, and as java.util.concurrent has it. */
@ProcessTest
class LockTest {
  private final Lock lock = new Lock();

  @Test
  void heldLockIsNotTakenAgainByItsHolder() throws Exception {
    lock.acquire();
    assertTrue(lock.locked());
    assertFalse(lock.tryAcquire());
    assertFalse(lock.acquire(Duration.ZERO));
    assertFalse(lock.acquire(Duration.ofMillis(-1)));
    lock.release();
    assertFalse(lock.locked());
  }

  @Test
  void releaseOfAFreeLockIsAMistake() {
    IllegalStateException e = assertThrows(IllegalStateException.class, lock::release);
    assertEquals("semaphore or lock released too many times", e.getMessage());
  }

  @Test
  void anotherThreadAndAnotherProcessMayReleaseIt() throws Exception {
    lock.acquire();
    assertNull(new Hand(lock::release).end());
    lock.acquire();
    assertEquals(0, Crew.end(Crew.start(Lock::release, lock)));
    assertFalse(lock.locked());
  }

  @Test
  void stateIsSeenByAllProcesses() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process process = Crew.start(LockTest::holdUntilTold, new Shared(lock, pipe.second()));
      assertEquals("held", pipe.first().recv());
      assertTrue(lock.locked());
      assertFalse(lock.tryAcquire());
      assertEquals(process.pid().orElseThrow(), lock.owner().orElseThrow().pid());
      assertEquals(process.getName(), lock.owner().orElseThrow().processName());
      assertEquals("<Lock(owner=SomeOtherProcess)>", lock.toString());
      pipe.first().send("release");
      lock.acquire();
      assertEquals("<Lock(owner=MainProcess)>", lock.toString());
      lock.release();
      assertEquals("<Lock(owner=None)>", lock.toString());
      assertEquals(0, Crew.end(process));
    }
  }

  @Test
  void waitEndsWithItsTimeAndTakesNothing() throws Exception {
    lock.acquire();
    long began = System.nanoTime();
    assertFalse(lock.acquire(Crew.SHORT));
    assertTrue(System.nanoTime() - began >= Crew.SHORT.toNanos());
    assertFalse(lock.acquire(Crew.LIMIT.negated())); // does not wait
    lock.release();
    assertTrue(lock.acquire(Crew.LIMIT.negated()));
    lock.release();
  }

  @Test
  void interruptEndsAWaitAndTakesNothing() throws Exception {
    lock.acquire();
    Hand waiter = new Hand(lock::acquire).waiting();
    waiter.thread().interrupt();
    assertInstanceOf(InterruptedException.class, waiter.end());
    lock.release();
    assertTrue(lock.tryAcquire());
    lock.release();
  }

  @Test
  void interruptBeforeAWaitIsNotLost() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, lock::acquire);
    assertFalse(Thread.interrupted());
    assertFalse(lock.locked());
  }

  @Test
  void uninterruptibleWaitKeepsTheInterrupt() throws Exception {
    lock.acquire();
    boolean[] interrupted = new boolean[1];
    Hand waiter =
        new Hand(
            () -> {
              lock.lock();
              try {
                interrupted[0] = Thread.interrupted();
              } finally {
                lock.unlock();
              }
            });
    waiter.waiting().thread().interrupt();
    lock.release();
    assertNull(waiter.end());
    assertTrue(interrupted[0]);
    assertFalse(lock.tryLock() && lock.tryLock(1, TimeUnit.MILLISECONDS));
    lock.unlock();
  }

  @Test
  void guardReleasesAlsoAfterAnException() {
    assertThrows(
        IllegalArgumentException.class,
        () -> {
          try (Held held = lock.hold()) {
            throw new IllegalArgumentException("inside");
          }
        });
    assertFalse(lock.locked());
  }

  @Test
  void onlyOneAtATimeIsInside() throws Exception {
    SharedCounter counter = new SharedCounter();
    List<Process> all = Crew.start(3, LockTest::count, new Counting(lock, counter));
    count(new Counting(lock, counter));
    Crew.endWell(all);
    assertEquals(4 * Counting.TIMES, counter.get());
    assertFalse(lock.locked());
  }

  @Test
  void lockTravelsThroughAConnection() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process process = Crew.start(LockTest::holdWhatComes, pipe.second());
      pipe.first().send(lock);
      assertEquals("held", pipe.first().recv());
      assertTrue(lock.locked());
      lock.release();
      assertEquals(0, Crew.end(process));
    }
  }

  private static void holdWhatComes(Connection connection) throws Exception {
    Lock lock = connection.recv(Lock.class);
    lock.acquire();
    connection.send("held");
    lock.acquire(); // released by the other process
    lock.release();
  }

  private static void holdUntilTold(Shared shared) throws Exception {
    shared.lock.acquire();
    shared.connection.send("held");
    assertEquals("release", shared.connection.recv());
    shared.lock.release();
  }

  private static void count(Counting counting) throws Exception {
    for (int i = 0; i < Counting.TIMES; i++) {
      counting.lock.run(counting.counter::incrementInSteps);
    }
  }

  private record Shared(Lock lock, Connection connection) {}

  private record Counting(Lock lock, SharedCounter counter) {
    static final int TIMES = 20_000;
  }
}
