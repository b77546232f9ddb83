package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import multiprocessing.testkit.HardLimit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@HardLimit
class SlateTest {
  private Slate pool;
  private Slate worker;

  @BeforeEach
  void map(@TempDir Path folder) throws IOException {
    pool = Slate.create(folder.resolve("slate"));
    worker = Slate.open(folder.resolve("slate"));
  }

  @Test
  void theWorkerClaimsEachTaskOfASpanOnce() {
    pool.prepare(3);
    assertTrue(worker.claim(false));
    assertTrue(worker.claim(false));
    assertEquals(2, pool.claimed());
    assertEquals(1, pool.spare());
    assertTrue(worker.claim(false));
    assertFalse(worker.claim(false));
    assertEquals(3, pool.claimed());
  }

  @Test
  void theLaterHalfIsTakenBackAndNotClaimedAnyMore() {
    pool.prepare(11);
    assertTrue(worker.claim(false));
    assertEquals(6, pool.takeBack());
    for (int task = 1; task < 6; task++) {
      assertTrue(worker.claim(false));
    }
    assertFalse(worker.claim(false));
  }

  @Test
  void theOnlyUnclaimedTaskOfABegunSpanCanBeTakenBack() {
    pool.prepare(2);
    assertTrue(worker.claim(false));
    assertEquals(1, pool.takeBack());
    assertFalse(worker.claim(false));
    assertEquals(1, pool.takeBack(), "nothing more");
  }

  @Test
  void spanIsWithdrawnWholeOrNotAtAll() {
    pool.prepare(3);
    assertTrue(pool.withdraw());
    assertFalse(worker.claim(false));
    pool.prepare(3);
    assertTrue(worker.claim(false));
    assertFalse(pool.withdraw());
    assertTrue(worker.claim(false));
  }

  @Test
  void theFirstTaskOfASpanStaysWithItsWorker() {
    pool.prepare(1);
    assertEquals(0, pool.spare());
    assertEquals(1, pool.takeBack());
    pool.prepare(2);
    assertEquals(1, pool.takeBack());
    assertTrue(worker.claim(false));
    assertFalse(worker.claim(false));
  }

  @Test
  void allThatIsNotBegunCanBeTakenBackAtOnce() {
    pool.prepare(100);
    assertTrue(worker.claim(false));
    assertTrue(worker.claim(false));
    assertEquals(2, pool.takeBackAll());
    assertFalse(worker.claim(false));
    assertEquals(2, pool.takeBackAll());
  }

  @Test
  void outcomesAreSeenWithTheirNumber() {
    pool.prepare(2);
    assertTrue(worker.add(new byte[] {1, 2, 3}, 2));
    assertTrue(worker.add(new byte[] {4}, 1));
    assertEquals(2, pool.finished());
    assertArrayEquals(new byte[] {1, 2, 4}, outcomes());
  }

  @Test
  void whatHasNoRoomIsRefusedAndChangesNothing() {
    pool.prepare(3);
    byte[] full = new byte[worker.capacity()];
    assertTrue(worker.add(full, full.length));
    assertFalse(worker.add(new byte[1], 1));
    assertEquals(1, pool.finished());
    assertEquals(full.length, outcomes().length);
  }

  @Test
  void outcomesOfAnyLengthLieNextToEachOtherUpToTheEnd() {
    pool.prepare(100_000);
    byte[] buffer = new byte[64];
    int written = 0;
    for (int i = 0; ; i++) {
      int length = 1 + i % 11;
      Arrays.fill(buffer, (byte) i);
      if (!worker.add(buffer, length)) {
        break;
      }
      written += length;
    }
    assertTrue(worker.capacity() - written < 11);
    byte[] all = outcomes();
    assertEquals(written, all.length);
    int at = 0;
    for (int i = 0; at < written; i++) {
      for (int part = 0; part < 1 + i % 11; part++) {
        assertEquals((byte) i, all[at++]);
      }
    }
  }

  @Test
  void onlyTasksWithATimeLimitTellWhenTheyBegan() {
    pool.name(0, 3, false);
    pool.prepare(2);
    assertFalse(worker.isTimed());
    assertTrue(worker.claim(worker.isTimed()));
    assertEquals(0, pool.beganNanos());
    pool.name(0, 3, true);
    pool.prepare(2);
    assertTrue(worker.isTimed());
    assertEquals(3, worker.losses());
    long before = System.nanoTime();
    assertTrue(worker.claim(worker.isTimed()));
    assertTrue(pool.beganNanos() - before >= 0);
  }

  @Test
  void whatWasSentMakesRoomAndStaysCounted() {
    pool.prepare(3);
    assertTrue(worker.add(new byte[10], 10));
    worker.sent(1);
    assertEquals(2, pool.finished());
    assertEquals(0, outcomes().length);
    assertTrue(worker.add(new byte[] {5}, 1));
    assertEquals(3, pool.finished());
    assertArrayEquals(new byte[] {5}, outcomes());
  }

  @Test
  void aPreparedSlateKnowsNothingOfTheSpanBefore() {
    pool.prepare(2);
    assertTrue(worker.claim(false));
    assertTrue(worker.add(new byte[1], 1));
    pool.prepare(5);
    assertEquals(0, pool.claimed());
    assertEquals(4, pool.spare());
    assertEquals(0, pool.finished());
    assertEquals(0, outcomes().length);
  }

  /** The allowed outcome of a claim that races with a taking back: one of the two has the task. */
  @Test
  void whileTwoSidesRaceEachTaskBelongsToExactlyOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 2_000; round++) {
        pool.prepare(100);
        Future<Integer> claimed = threads.submit(this::claimAll);
        Future<List<Integer>> limits = threads.submit(takeBackUntilNothingIsLeft());
        int workersPart = claimed.get();
        List<Integer> seen = limits.get();
        int before = 100;
        for (int limit : seen) {
          assertTrue(limit <= before, "limits only fall: " + seen);
          before = limit;
        }
        assertEquals(before, workersPart, "the worker has all below the last limit");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private int claimAll() {
    int count = 0;
    while (worker.claim(false)) {
      count++;
    }
    return count;
  }

  private Callable<List<Integer>> takeBackUntilNothingIsLeft() {
    return () -> {
      List<Integer> limits = new ArrayList<>();
      while (pool.spare() > 0) {
        limits.add(pool.takeBack());
      }
      return limits;
    };
  }

  private byte[] outcomes() {
    byte[] copy = new byte[pool.written()];
    pool.outcomes(copy, 0, copy.length);
    return copy;
  }
}
