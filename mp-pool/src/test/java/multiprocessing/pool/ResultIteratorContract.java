package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multiprocessing.ProcessException;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every pool's iterators do. */
abstract class ResultIteratorContract {
  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir Path folder;

  abstract TaskPool open(int workers);

  @Test
  void resultsComeInOrderOrAtLeastAll() {
    List<Integer> elements = IntStream.range(0, 10_000).boxed().toList();
    try (TaskPool pool = open(2)) {
      for (int chunkSize : new int[] {1, 3, 1_000, Integer.MAX_VALUE}) {
        assertEquals(elements, all(pool.imap(n -> n, elements, chunkSize)));
        List<Integer> unordered = all(pool.imapUnordered(n -> n, elements, chunkSize));
        assertEquals(10_000, unordered.size());
        assertEquals(new HashSet<>(elements), new HashSet<>(unordered));
      }
      assertEquals(List.of(), all(pool.imap(n -> n, List.of())));
      assertEquals(List.of(), all(pool.imapUnordered(n -> n, List.of(), 5)));
      assertEquals(Arrays.asList(null, 1), all(pool.imap(n -> n, Arrays.asList(null, 1))));
      assertThrows(IllegalArgumentException.class, () -> pool.imap(n -> n, elements, 0));
      assertThrows(NullPointerException.class, () -> pool.imap(n -> n, null));
    }
  }

  private static <R> List<R> all(ResultIterator<R> results) {
    List<R> list = new ArrayList<>();
    for (R result : results) {
      list.add(result);
    }
    assertFalse(results.hasNext());
    assertThrows(NoSuchElementException.class, results::next);
    return list;
  }

  @Test
  void aFailureStandsInPlaceOfItsResultAndTheIterationGoesOn() throws Exception {
    try (TaskPool pool = open(2)) {
      for (int chunkSize : new int[] {1, 4}) {
        ResultIterator<Integer> results = pool.imap(n -> 12 / n, List.of(1, 2, 0, 4, 0), chunkSize);
        assertEquals(12, results.next());
        assertEquals(6, results.next(LIMIT));
        assertThrows(ArithmeticException.class, results::next);
        assertEquals(3, results.next());
        assertTrue(results.hasNext());
        assertThrows(ArithmeticException.class, () -> results.next(LIMIT));
        assertFalse(results.hasNext());
      }
      ResultIterator<Integer> unordered = pool.imapUnordered(n -> 1 / n, List.of(0, 0));
      assertThrows(ArithmeticException.class, unordered::next);
      assertThrows(ArithmeticException.class, unordered::next);
      assertFalse(unordered.hasNext());
    }
  }

  /** The numbers are those of CPython's own test. */
  @Test
  void anIterableThatThrowsEndsTheIterationAfterTheResultsBeforeIt() {
    try (TaskPool pool = open(2)) {
      assertEquals(List.of(0, 1, 4), resultsUntilFailure(pool.imap(n -> n * n, failingAt(3), 1)));
      assertEquals(6, resultsUntilFailure(pool.imap(n -> n * n, failingAt(7), 2)).size());
      assertEquals(4, resultsUntilFailure(pool.imap(n -> n * n, failingAt(7), 4)).size());
      assertEquals(
          Set.of(0, 1, 4),
          new HashSet<>(resultsUntilFailure(pool.imapUnordered(n -> n * n, failingAt(3)))));
      assertEquals(List.of(), resultsUntilFailure(pool.imap(n -> n, failingAt(0))));
      ResultIterator<Object> none =
          pool.imap(
              n -> n,
              () -> {
                throw new IllegalStateException("no iterator");
              });
      assertEquals(
          "no iterator", assertThrows(IllegalStateException.class, none::next).getMessage());
      assertFalse(none.hasNext());
    }
  }

  private static List<Integer> resultsUntilFailure(ResultIterator<Integer> results) {
    List<Integer> before = new ArrayList<>();
    UnsupportedOperationException seen =
        assertThrows(
            UnsupportedOperationException.class, () -> results.forEachRemaining(before::add));
    assertEquals("some error", seen.getMessage());
    assertFalse(results.hasNext());
    return before;
  }

  private static Iterable<Integer> failingAt(int count) {
    return () ->
        IntStream.range(0, 20)
            .peek(
                n -> {
                  if (n == count) {
                    throw new UnsupportedOperationException("some error");
                  }
                })
            .iterator();
  }

  @Test
  void anEndlessIterableIsReadAsFarAsTheWindowAllowsAndCanBeLeft() throws Exception {
    AtomicInteger read = new AtomicInteger();
    try (TaskPool pool = open(2)) {
      try (ResultIterator<Integer> results = pool.imap(n -> n + 1, counting(read))) {
        for (int i = 0; i < 10_000; i++) {
          assertEquals(i + 1, results.next());
          int taken = i + 1;
          int ahead = read.get() - taken;
          assertTrue(ahead <= 2 * 1024, () -> ahead + " ahead of " + taken);
        }
      }
      int readAtTheEnd = read.get();
      assertEquals(List.of(5), pool.map(n -> n, List.of(5)));
      assertTrue(read.get() <= readAtTheEnd + 1, "no more are read");
      assertTrue(pool.imapUnordered(n -> n, counting(read), 1_000).next() >= readAtTheEnd);
    }
  }

  private static Iterable<Integer> counting(AtomicInteger read) {
    return () -> Stream.generate(read::getAndIncrement).iterator();
  }

  @Test
  void whatIsReadyDoesNotWaitForTheIterableNorForALimit() throws Exception {
    BlockingQueue<Integer> source = new ArrayBlockingQueue<>(10);
    try (TaskPool pool = open(2)) {
      ResultIterator<Integer> results = pool.imap(n -> n * 2, taking(source));
      assertThrows(TimeoutException.class, () -> results.next(Duration.ZERO));
      TimeoutException late = assertThrows(TimeoutException.class, () -> results.next(SHORT));
      assertEquals("no result within PT0.02S", late.getMessage());
      for (int i = 1; i <= 3; i++) {
        source.put(i);
        assertEquals(2 * i, results.next(LIMIT));
      }
      ResultIterator<Integer> chunks = pool.imapUnordered(n -> n, taking(source), 2);
      source.put(4); // one of the two takes it
      source.put(5);
      source.put(6);
      source.put(7);
      assertThrows(
          TimeoutException.class,
          () -> {
            while (true) {
              assertTrue(chunks.next(SHORT) + results.next(SHORT) > 0);
            }
          });
      chunks.close();
      results.close();
    }
  }

  private static Iterable<Integer> taking(BlockingQueue<Integer> source) {
    return () -> Stream.generate(() -> take(source)).iterator();
  }

  private static int take(BlockingQueue<Integer> source) {
    try {
      return source.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException("the iterator was closed", e);
    }
  }

  @Test
  void whatIsReadyDoesNotWaitForASlowTaskBesideIt() throws Exception {
    String there = folder.toString();
    try (TaskPool pool = open(1)) {
      for (boolean ordered : new boolean[] {true, false}) {
        Iterable<Integer> elements = IntStream.range(0, 500).boxed().toList();
        ResultIterator<Integer> results =
            ordered
                ? pool.imap(n -> waitsAt(there, 300, n), elements, 100)
                : pool.imapUnordered(n -> waitsAt(there, 300, n), elements);
        for (int i = 0; i < 300; i++) {
          assertEquals(i, results.next(LIMIT));
        }
        assertThrows(TimeoutException.class, () -> results.next(SHORT));
        Phases.in(folder).release("slow");
        assertEquals(300, results.next(LIMIT));
        assertEquals(499, all(results).get(198));
        java.nio.file.Files.delete(folder.resolve("slow.released"));
      }
    }
  }

  private static int waitsAt(String folder, int slow, int element) {
    if (element == slow) {
      Phase.reached(Path.of(folder), "slow");
    }
    return element;
  }

  @Test
  void manyOpenIteratorsWithFullWindowsDoNotHoldUpOneAnother() throws Exception {
    try (TaskPool pool = open(2)) {
      List<ResultIterator<Integer>> open = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        open.add(pool.imap(n -> n, counting(new AtomicInteger()), 1 + i));
      }
      for (int round = 0; round < 3_000; round++) {
        assertEquals(round, open.get(4).next(LIMIT));
      }
      for (int round = 0; round < 300; round++) {
        for (int i = 0; i < 4; i++) {
          assertEquals(round, open.get(i).next(LIMIT));
        }
      }
    }
  }

  @Test
  void theResultsOfOneIteratorCanBeTheElementsOfAnother() {
    try (TaskPool pool = open(2)) {
      Iterable<Integer> numbers = IntStream.range(0, 5_000).boxed().toList();
      ResultIterator<Integer> twice = pool.imap(n -> n + 1, pool.imap(n -> n * 2, numbers));
      int expected = 1;
      for (int result : twice) {
        assertEquals(expected, result);
        expected += 2;
      }
      assertEquals(10_001, expected);
    }
  }

  @Test
  void whoWaitsIsWokenByACloseAndByATermination() throws Exception {
    String there = folder.toString();
    TaskPool pool = open(1);
    ResultIterator<Integer> closed = pool.imap(n -> n, taking(new ArrayBlockingQueue<>(1)));
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(closed::hasNext);
    closed.close();
    assertFalse(waiting.get());

    ResultIterator<Integer> results =
        pool.imap(n -> waitsAt(there, 2, n), IntStream.range(0, 10).boxed().toList());
    CompletableFuture<List<Integer>> taken =
        CompletableFuture.supplyAsync(
            () -> {
              List<Integer> before = new ArrayList<>();
              IllegalStateException seen =
                  assertThrows(
                      IllegalStateException.class, () -> results.forEachRemaining(before::add));
              assertTrue(
                  seen.getMessage().startsWith("the pool was terminated"), seen.getMessage());
              return before;
            });
    Phases.in(folder).await("slow", LIMIT);
    pool.terminate();
    assertEquals(List.of(0, 1), taken.get());
    assertFalse(results.hasNext());
    pool.join();
  }

  @Test
  void aShutDownPoolGoesOnWithItsIteratorsAndAJoinDoesNotWaitForItsOwnThread() throws Exception {
    List<Integer> elements = IntStream.range(0, 20_000).boxed().toList();
    TaskPool pool = open(2);
    ResultIterator<Integer> results = pool.imap(n -> n, elements);
    assertEquals(0, results.next());
    pool.shutdown();
    assertTrue(pool.join(LIMIT));
    assertEquals(elements.subList(1, 20_000), all(results));
  }

  @Test
  void closingThePoolClosesItsIterators() throws Exception {
    AtomicInteger read = new AtomicInteger();
    ResultIterator<Integer> results;
    try (TaskPool pool = open(2)) {
      results = pool.imap(n -> n, counting(read));
      assertEquals(0, results.next());
    }
    int atTheEnd = read.get();
    assertFalse(results.hasNext());
    NoSuchElementException seen = assertThrows(NoSuchElementException.class, results::next);
    assertEquals("the iterator was closed", seen.getMessage());
    assertTrue(read.get() <= atTheEnd + 1);
  }

  @Test
  void anInterruptedWaitLosesNothing() throws Exception {
    BlockingQueue<Integer> source = new ArrayBlockingQueue<>(10);
    try (TaskPool pool = open(1)) {
      ResultIterator<Integer> results = pool.imap(n -> n, taking(source));
      Thread.currentThread().interrupt();
      ProcessException seen = assertThrows(ProcessException.class, results::hasNext);
      assertInstanceOf(InterruptedException.class, seen.getCause());
      assertTrue(Thread.interrupted());
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> results.next(LIMIT));
      source.put(1);
      assertEquals(1, results.next());
      results.close();
    }
  }

  @Test
  void severalThreadsCanHaveTheirOwnIterators() {
    List<Integer> elements = IntStream.range(0, 3_000).boxed().toList();
    try (TaskPool pool = open(2)) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            CompletableFuture.runAsync(
                () -> assertEquals(elements, all(pool.imap(n -> n, elements)))));
      }
      threads.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Test
  void anIteratorThatIsUsedUpKeepsNoThread() {
    try (TaskPool pool = open(1)) {
      Iterator<Integer> results = pool.imap(n -> n, List.of(1)).iterator();
      assertEquals(1, results.next());
      assertFalse(results.hasNext());
      Eventually.until("no feeder is left", LIMIT, () -> feeders() == 0);
    }
  }

  @Test
  void anIteratorThatIsForgottenIsClosed() throws Exception {
    AtomicInteger read = new AtomicInteger();
    try (TaskPool pool = open(1)) {
      leave(pool, read);
      Eventually.until("no feeder is left", LIMIT, ResultIteratorContract::noFeederAfterGc);
      int readAtTheEnd = read.get();
      assertEquals(3, (int) pool.apply((Integer n) -> n + 1, 2));
      assertEquals(readAtTheEnd, read.get());
    }
  }

  private static void leave(TaskPool pool, AtomicInteger read) {
    for (int result : pool.imap(n -> n, counting(read))) {
      if (result > 10) {
        break; // as one is used to
      }
    }
  }

  private static boolean noFeederAfterGc() {
    System.gc();
    return feeders() == 0;
  }

  private static long feeders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("mp-pool-feeder"))
        .count();
  }
}
