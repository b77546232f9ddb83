package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every pool does with calls, whatever its workers are; iterators have a contract apart. */
abstract class TaskPoolContract {
  static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  abstract TaskPool open(int workers);

  /** Ends its workers, which are not told to end yet, nor run anything. */
  abstract void endWorkers(TaskPool pool);

  @Test
  void callsOfAllFormsHaveTheirResults() throws Exception {
    List<Integer> elements = IntStream.range(0, 100).boxed().toList();
    List<Integer> squares = elements.stream().map(n -> n * n).toList();
    try (TaskPool pool = open(2)) {
      assertEquals(49, pool.<Integer>apply(() -> 49));
      assertEquals(49, (int) pool.apply((Integer n) -> n * n, 7));
      assertEquals(7, (int) pool.apply(Math::addExact, 3, 4));
      assertNull(pool.applyAsync(TaskPoolContract::nothing).get());
      assertEquals(squares, pool.map(n -> n * n, elements));
      assertEquals(squares, pool.map(n -> n * n, elements, 7));
      assertEquals(squares, pool.mapAsync(n -> n * n, elements).get());
      assertEquals(List.of(), pool.map(n -> n, List.of()));
      assertEquals(List.of(), pool.mapAsync(n -> n, List.of()).get(Duration.ZERO));
    }
  }

  private static void nothing() {
    // has no result
  }

  @Test
  void starmapGivesEachPairToAFunctionOfTwo() throws Exception {
    Map<String, Integer> entries = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
    List<Map.Entry<String, Integer>> pairs =
        Arrays.asList(Map.entry("x", 1), new SimpleEntry<>(null, 2), new SimpleEntry<>("z", null));
    try (TaskPool pool = open(2)) {
      assertEquals(List.of("a1", "b2", "c3"), pool.starmap((s, n) -> s + n, entries.entrySet()));
      assertEquals(List.of("x1", "null2", "znull"), pool.starmap((s, n) -> s + n, pairs, 2));
      assertEquals(
          List.of(3, 7), pool.starmap(Math::addExact, List.of(Map.entry(1, 2), Map.entry(3, 4))));
      assertEquals(
          List.of("x1", "null2", "znull"), pool.starmapAsync((s, n) -> s + n, pairs).get());
      assertEquals(List.of(), pool.starmapAsync((Integer a, Integer b) -> a, List.of(), 5).get());
      assertThrows(
          NullPointerException.class,
          () ->
              pool.starmap(
                  (s, n) -> n, Collections.singletonList((Map.Entry<Integer, Integer>) null)));
      assertThrows(IllegalArgumentException.class, () -> pool.starmap((s, n) -> s, pairs, 0));
    }
  }

  @Test
  void exceptionsAreThoseOfTheTask() throws Exception {
    try (TaskPool pool = open(2)) {
      IllegalArgumentException unchecked =
          assertThrows(IllegalArgumentException.class, () -> pool.apply(n -> refuse(n), 3));
      assertEquals("3", unchecked.getMessage());
      TaskFailedException checked =
          assertThrows(TaskFailedException.class, () -> pool.map(n -> failChecked(n), List.of(1)));
      assertEquals("task failed: java.io.IOException: 1", checked.getMessage());
      assertInstanceOf(IOException.class, checked.getCause());
      assertEquals(
          "0",
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      pool.starmap((a, b) -> refuse(a), List.of(Map.entry(0, 0), Map.entry(1, 0))))
              .getMessage());
      AsyncResult<Integer> failed = pool.applyAsync((Integer n) -> failChecked(n), 4);
      assertTrue(failed.waitFor(LIMIT));
      assertFalse(failed.successful());
      assertInstanceOf(
          IOException.class, assertThrows(ExecutionException.class, failed::get).getCause());
    }
  }

  private static int refuse(int n) {
    throw new IllegalArgumentException("" + n);
  }

  private static int failChecked(int n) throws IOException {
    throw new IOException("" + n);
  }

  @Test
  void outcomesHaveTheValueOrTheFailureOfEachElement() throws Exception {
    try (TaskPool pool = open(2)) {
      List<Outcome<Integer>> outcomes = pool.mapOutcomes(n -> 12 / n, List.of(1, 0, 3), 2);
      assertEquals(List.of(true, false, true), outcomes.stream().map(Outcome::isSuccess).toList());
      assertEquals(new Outcome.Success<>(12), outcomes.get(0));
      assertEquals(4, outcomes.get(2).get());
      assertTrue(outcomes.get(0).failure().isEmpty());
      assertInstanceOf(ArithmeticException.class, outcomes.get(1).failure().orElseThrow());
      assertThrows(ArithmeticException.class, outcomes.get(1)::get);
      assertEquals(List.of(), pool.mapOutcomes(n -> n, List.of()));
    }
  }

  @Test
  void aCallbackHasTheOutcomeBeforeItsResultIsReady() throws Exception {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    try (TaskPool pool = open(2)) {
      pool.applyAsync(() -> 1, seen::add).get();
      pool.applyAsync(n -> n + 1, 1, seen::add, seen::add).get();
      pool.applyAsync(Math::addExact, 1, 2, seen::add).get();
      pool.applyAsync(TaskPoolContract::nothing, none -> seen.add(none == null ? 4 : none)).get();
      pool.mapAsync(n -> n, List.of(5, 5), seen::add).get();
      pool.mapAsync(n -> n, List.of(6), 1, seen::add, seen::add).get();
      pool.starmapAsync((a, b) -> a + b, List.of(Map.entry(3, 4)), seen::add).get();
      pool.mapAsync(n -> n, List.of(), seen::add).get();
      assertEquals(List.of(1, 2, 3, 4, List.of(5, 5), List.of(6), List.of(7), List.of()), seen);
    }
  }

  @Test
  void anErrorCallbackHasTheExceptionThatGetHasAsItsCause() throws Exception {
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    List<Object> results = Collections.synchronizedList(new ArrayList<>());
    try (TaskPool pool = open(2)) {
      AsyncResult<Integer> call =
          pool.applyAsync((Integer n) -> refuse(n), 1, results::add, seen::add);
      assertSame(assertThrows(ExecutionException.class, call::get).getCause(), seen.get(0));
      AsyncResult<List<Integer>> map =
          pool.mapAsync((Integer n) -> refuse(n), List.of(2, 3), 1, results::add, seen::add);
      assertSame(assertThrows(ExecutionException.class, map::get).getCause(), seen.get(1));
      assertEquals("2", seen.get(1).getMessage());
      assertThrows(
          ExecutionException.class,
          pool.applyAsync((Integer n) -> refuse(n), 1, results::add)::get);
      assertEquals(2, seen.size());
      assertEquals(List.of(), results);
    }
  }

  /** As Python's keyword {@code error_callback} alone; that it compiles is half of the test. */
  @Test
  void anErrorCallbackNeedsNoCallbackWhateverTheTaskLooksLike() throws Exception {
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    try (TaskPool pool = open(1)) {
      List<AsyncResult<?>> all = new ArrayList<>();
      all.add(pool.applyAsync(() -> refuse(1), null, seen::add));
      all.add(pool.applyAsync(TaskPoolContract::refuseAll, null, seen::add));
      all.add(
          pool.applyAsync(
              () -> {
                throw new IllegalStateException("always");
              },
              null,
              seen::add));
      all.add(pool.applyAsync((Integer n) -> refuse(n), 1, null, seen::add));
      all.add(pool.mapAsync((Integer n) -> refuse(n), List.of(1), null, seen::add));
      for (AsyncResult<?> each : all) {
        assertThrows(ExecutionException.class, each::get);
      }
      pool.applyAsync(() -> refuseAll(), System.out::println, e -> seen.add(e)).waitFor(LIMIT);
      assertEquals(6, seen.size());
    }
  }

  private static int refuseAll() {
    return refuse(7);
  }

  @Test
  void aCallbackThatThrowsStopsNothing() throws Exception {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    try (TaskPool pool = open(1)) {
      AsyncResult<Integer> first =
          pool.applyAsync(
              () -> 1,
              n -> {
                throw new StackOverflowError("callback " + n);
              });
      AsyncResult<Integer> second = pool.applyAsync(() -> 2, seen::add);
      assertEquals(1, first.get());
      assertEquals(2, second.get());
      assertEquals(List.of(2), seen);
    }
  }

  /** Python's callbacks stop the whole pool while they run. */
  @Test
  void callbacksAreCalledByOneThreadAndMayUseThePool() throws Exception {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    TaskPool pool = open(1);
    try (pool) {
      AsyncResult<Integer> call =
          pool.applyAsync(() -> 1, n -> seen.add(applyUninterrupted(pool, n)));
      assertEquals(1, call.get());
      for (int i = 0; i < 20; i++) {
        AsyncResult<Integer> ignored =
            pool.applyAsync(() -> 1, n -> seen.add(Thread.currentThread()));
      }
    }
    assertEquals(2, seen.get(0));
    assertEquals(21, seen.size(), "close waits for callbacks");
    assertTrue(seen.get(1).toString().contains("mp-pool-callbacks"), seen::toString);
    assertEquals(1, seen.subList(1, 21).stream().distinct().count());
  }

  private static int applyUninterrupted(TaskPool pool, int argument) {
    try {
      return pool.apply((Integer n) -> n + 1, argument);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTaskThatWasNotBegunCanBeCancelled() throws Exception {
    String there = folder.toString();
    Phases phases = Phases.in(folder);
    List<Object> called = Collections.synchronizedList(new ArrayList<>());
    try (TaskPool pool = open(1)) {
      AsyncResult<Void> running = pool.applyAsync(() -> Phase.reached(Path.of(there), "run"));
      AsyncResult<Integer> waiting =
          pool.applyAsync(() -> mark(there, 1), called::add, called::add);
      phases.await("run", LIMIT);
      assertTrue(waiting.cancel(false));
      assertFalse(waiting.cancel(false));
      assertTrue(waiting.isCancelled());
      assertThrows(CancellationException.class, waiting::get);
      phases.release("run");
      assertNull(running.get());
      assertFalse(running.cancel(true));
    }
    assertEquals(List.of(), Faults.marks(folder, "begun"));
    assertEquals(List.of(), called);
  }

  private static int mark(String folder, int element) {
    Faults.append(folder, "begun", element);
    return element;
  }

  @Test
  void shutdownFinishesWhatThereIsAndRefusesTheRest() throws Exception {
    TaskPool pool = open(2);
    assertThrows(IllegalStateException.class, pool::join);
    AsyncResult<List<Integer>> all = pool.mapAsync(n -> n, Collections.nCopies(100, 1), 1);
    pool.shutdown();
    for (org.junit.jupiter.api.function.Executable call :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> pool.apply(() -> 1),
            () -> pool.map(n -> n, List.of()),
            () -> pool.imap(n -> n, List.of()))) {
      assertEquals(
          "Pool not running: it was closed or terminated",
          assertThrows(IllegalStateException.class, call).getMessage());
    }
    pool.join();
    assertEquals(100, all.get().size());
    pool.close();
  }

  @Test
  void terminateFailsWhatIsNotFinished() throws Exception {
    String there = folder.toString();
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    TaskPool pool = open(1);
    AsyncResult<Void> running =
        pool.applyAsync(() -> Phase.reached(Path.of(there), "run"), null, seen::add);
    AsyncResult<List<Integer>> waiting = pool.mapAsync(n -> n, Collections.nCopies(10_000, 1), 1);
    Phases.in(folder).await("run", LIMIT);
    pool.terminate();
    assertTrue(pool.join(LIMIT));
    for (AsyncResult<?> result : List.of(running, waiting)) {
      Throwable why = assertThrows(ExecutionException.class, result::get).getCause();
      assertEquals("the pool was terminated before this task was finished", why.getMessage());
    }
    assertEquals(1, seen.size(), "also told to callbacks");
  }

  @Test
  void whoJoinsWaitsUntilAllCallsWereToldOfATermination() throws Exception {
    String there = folder.toString();
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch telling = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    TaskPool pool = open(1);
    AsyncResult<Void> running = pool.applyAsync(() -> Phase.reached(Path.of(there), "run"));
    AsyncResult<Integer> first = pool.applyAsync(() -> 1);
    AsyncResult<Integer> second = pool.applyAsync(() -> 2, n -> {}, seen::add);
    first.whenReady(
        () -> {
          telling.countDown();
          awaitUninterrupted(goOn);
        });
    Phases phases = Phases.in(folder);
    phases.await("run", LIMIT);
    Thread terminating = new Thread(pool::terminate, "terminates the pool of a test");
    terminating.start();
    telling.await();
    phases.release("run");
    endWorkers(pool);
    assertFalse(pool.join(Duration.ofMillis(200)));
    goOn.countDown();
    assertTrue(pool.join(LIMIT));
    assertEquals(1, seen.size());
    terminating.join();
    assertTrue(running.ready() && second.ready());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Neither arguments nor results are kept by the pool; CPython's test does the same. */
  @Test
  void whatHasEndedIsNotKept() throws Exception {
    try (TaskPool pool = open(2)) {
      List<WeakReference<Object>> seen = new ArrayList<>();
      useAndForget(pool, seen);
      Eventually.until("all are collected", LIMIT, () -> areCollected(seen));
    }
  }

  private static void useAndForget(TaskPool pool, List<WeakReference<Object>> seen)
      throws Exception {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      elements.add(new byte[1]);
    }
    elements.addAll(pool.map(any -> any, elements));
    elements.add(pool.apply(any -> any, elements.get(0)));
    pool.imap(any -> any, List.copyOf(elements)).forEachRemaining(elements::add);
    elements.forEach(element -> seen.add(new WeakReference<>(element)));
  }

  private static boolean areCollected(List<WeakReference<Object>> seen) {
    System.gc();
    return seen.stream().allMatch(reference -> reference.get() == null);
  }
}
