package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import multiprocessing.ProcessStartException;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.NothingLeft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only threads do. */
@HardLimit(seconds = 60)
@ExtendWith(NothingLeft.class)
class ThreadPoolTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void nothingIsSerialized() throws Exception {
    Object cannotTravel = new Object();
    try (ThreadPool pool = new ThreadPool(2)) {
      assertSame(cannotTravel, pool.apply(any -> any, cannotTravel));
      assertSame(cannotTravel, pool.map(any -> any, List.of(cannotTravel)).get(0));
      assertSame(cannotTravel, pool.imap(any -> any, List.of(cannotTravel)).next());
    }
  }

  @Test
  void aTaskMayCloseItsPoolAndDoesNotWaitForItself() throws Exception {
    ThreadPool pool = new ThreadPool(1);
    AsyncResult<String> closing =
        pool.applyAsync(
            () -> {
              pool.close();
              return assertThrows(IllegalStateException.class, pool::join).getMessage();
            });
    assertEquals(
        "a task cannot wait for the end of the pool that runs it; shutdown() does not wait",
        closing.get(LIMIT));
    pool.join();
  }

  @Test
  void asManyTasksRunAtOnceAsThereAreThreads() throws Exception {
    CyclicBarrier all = new CyclicBarrier(3);
    try (ThreadPool pool = new ThreadPool(3)) {
      assertEquals(3, pool.map(any -> all.await(), List.of(1, 2, 3)).stream().distinct().count());
    }
    IllegalArgumentException seen =
        assertThrows(IllegalArgumentException.class, () -> new ThreadPool(0));
    assertEquals("threads must be 1 or more: 0", seen.getMessage());
  }

  @Test
  void whatWaitsGoesInTheOrderOfItsPriority() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
    try (ThreadPool pool = new ThreadPool(1)) {
      AsyncResult<Void> first = pool.applyAsync(() -> busy.await());
      for (int priority : new int[] {0, -2, 3, 0}) {
        TaskCalls calls = pool.with(TaskOptions.of().priority(priority));
        AsyncResult<Boolean> ignored = calls.applyAsync(begun::add, priority);
      }
      busy.countDown();
      first.get();
      TaskOptions limited = TaskOptions.of().taskTimeout(LIMIT);
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> pool.with(limited))
              .getMessage()
              .startsWith("a ThreadPool has no taskTimeout"));
    }
    assertEquals(List.of(3, 0, 0, -2), begun);
  }

  @Test
  void anInitializerRunsOnceInEachThreadBeforeItsTasks() throws Exception {
    Set<Thread> initialized = ConcurrentHashMap.newKeySet();
    AtomicInteger runs = new AtomicInteger();
    try (ThreadPool pool =
        new ThreadPool(
            2,
            () -> {
              runs.incrementAndGet();
              initialized.add(Thread.currentThread());
            })) {
      assertEquals(
          Collections.nCopies(50, true),
          pool.map(
              any -> initialized.contains(Thread.currentThread()), Collections.nCopies(50, 0)));
    }
    assertEquals(2, runs.get());
  }

  @Test
  void anInitializerThatKeepsFailingFailsTheTasksAndNotForEver() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    try (ThreadPool pool =
        new ThreadPool(
            1,
            () -> {
              if (runs.incrementAndGet() <= 4) {
                throw new IOException("no database");
              }
            })) {
      ProcessStartException seen =
          assertThrows(ProcessStartException.class, () -> pool.apply(() -> 1));
      assertInstanceOf(IOException.class, seen.getCause());
      assertEquals(3, runs.get());
      assertThrows(ProcessStartException.class, () -> pool.apply(() -> 1));
      assertEquals(1, pool.<Integer>apply(() -> 1));
    }
  }

  @Test
  void anInitializerWhoseExceptionCannotBePutInWordsFailsTheTasks() throws Exception {
    try (ThreadPool pool =
        new ThreadPool(
            1,
            () -> {
              throw new WordsTest.Unspeakable();
            })) {
      AsyncResult<Integer> result = pool.applyAsync(() -> 1);
      assertTrue(result.waitFor(LIMIT));
      Throwable seen = assertThrows(ExecutionException.class, result::get).getCause();
      assertInstanceOf(ProcessStartException.class, seen);
      assertInstanceOf(WordsTest.Unspeakable.class, seen.getCause());
    }
  }

  @Test
  void cancelAndTerminateInterruptWhatRunsAndNothingElse() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    List<String> ends = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    ThreadPool pool = new ThreadPool(1);
    AsyncResult<Void> cancelled = pool.applyAsync(() -> waitFor(never, begun, ends));
    begun.await();
    assertTrue(cancelled.cancel(true));
    assertEquals(false, pool.<Boolean>apply(() -> Thread.currentThread().isInterrupted()));
    CountDownLatch begunToo = new CountDownLatch(1);
    AsyncResult<Void> terminated = pool.applyAsync(() -> waitFor(never, begunToo, ends));
    begunToo.await();
    pool.terminate();
    assertTrue(pool.join(LIMIT));
    assertEquals(List.of("interrupted", "interrupted"), ends);
    assertTrue(terminated.ready());
  }

  /** Also one that a task waits for, and it is not tried again. */
  @Test
  void terminateInterruptsInitializers() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    List<String> ends = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    ThreadPool pool = new ThreadPool(1, () -> waitFor(never, begun, ends));
    begun.await();
    pool.terminate();
    assertTrue(pool.join(LIMIT));
    assertEquals(List.of("interrupted"), ends);

    AtomicInteger runs = new AtomicInteger();
    CountDownLatch begunAgain = new CountDownLatch(1);
    ThreadPool waitedFor =
        new ThreadPool(
            1,
            () -> {
              if (runs.getAndIncrement() == 0) {
                throw new IOException("not yet");
              }
              begunAgain.countDown();
              never.await();
            });
    AsyncResult<Integer> result = waitedFor.applyAsync(() -> 1);
    begunAgain.await();
    waitedFor.terminate();
    assertTrue(waitedFor.join(LIMIT));
    assertTrue(result.ready());
    assertEquals(2, runs.get());
  }

  private static void waitFor(CountDownLatch never, CountDownLatch begun, List<String> ends) {
    begun.countDown();
    try {
      never.await();
    } catch (InterruptedException e) {
      ends.add("interrupted");
    }
  }
}
