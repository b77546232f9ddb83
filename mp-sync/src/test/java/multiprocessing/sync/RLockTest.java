package multiprocessing.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import multiprocessing.sync.Crew.Hand;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** RLock, as CPython's tests have it. */
@ProcessTest
class RLockTest {
  private final RLock lock = new RLock();

  @Test
  void holderMayTakeItAgainAndMustReleaseItAsOften() throws Exception {
    lock.acquire();
    lock.acquire();
    assertTrue(lock.tryAcquire());
    for (int i = 0; i < 3; i++) {
      assertTrue(lock.locked());
      lock.release();
    }
    assertFalse(lock.locked());
    IllegalMonitorStateException e =
        assertThrows(IllegalMonitorStateException.class, lock::release);
    assertTrue(e.getMessage().startsWith("attempt to release recursive lock not owned by thread"));
  }

  @Test
  void anotherThreadNeitherTakesNorReleasesIt() throws Exception {
    lock.acquire();
    boolean[] taken = new boolean[1];
    assertNull(new Hand(() -> taken[0] = lock.tryAcquire()).end());
    assertFalse(taken[0]);
    assertInstanceOf(IllegalMonitorStateException.class, new Hand(lock::release).end());
    lock.release();
  }

  @Test
  void textIsCpythons() throws Exception {
    assertEquals("<RLock(None, 0)>", lock.toString());
    String[] seen = new String[2];
    assertNull(
        new Hand(
                () -> {
                  lock.acquire();
                  lock.acquire();
                  seen[0] = lock.toString();
                  Hand other = new Hand(() -> seen[1] = lock.toString());
                  assertNull(other.end());
                  lock.release();
                  lock.release();
                })
            .end());
    assertEquals("<RLock(MainProcess|test-hand, 2)>", seen[0]);
    assertEquals("<RLock(SomeOtherThread, nonzero)>", seen[1]);
    assertEquals(0, Crew.end(Crew.start(RLockTest::keep, lock)));
    assertEquals("<RLock(SomeOtherProcess, nonzero)>", lock.toString());
    assertTrue(lock.locked());
  }

  private static void keep(RLock lock) throws Exception {
    lock.acquire();
    assertEquals(
        "<RLock(" + multiprocessing.Multiprocessing.currentProcess().getName() + ", 1)>",
        lock.toString());
  }
}
