package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a call is, as it is told. */
@ProcessTest
class ProgressTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  /** Writes down all that it is told. */
  private static final class Heard implements ProgressListener {
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());

    @Override
    public void progress(long done, long total) {
      threads.add(Thread.currentThread());
      calls.add(done + "/" + total);
    }

    @Override
    public void ended() {
      calls.add("ended");
    }

    String end() {
      return String.join(" ", calls.subList(Math.max(0, calls.size() - 2), calls.size()));
    }
  }

  @Test
  void theLastCallOfEveryFormIsThatAllIsDoneAndComesBeforeTheResult() throws Exception {
    List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
    try (Pool pool = new Pool(2)) {
      Heard map = new Heard();
      long start = System.nanoTime();
      assertEquals(hundred, with(pool, map).map(n -> n, hundred, 1));
      long tenths = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 100;
      assertEquals("100/100 ended", map.end());
      assertEquals("0/100", map.calls.get(0));
      assertEquals(1, map.threads.size());
      assertTrue(
          map.calls.size() <= tenths + 3, () -> tenths + " tenths of a second: " + map.calls);

      Heard failing = new Heard();
      assertThrows(
          ArithmeticException.class, () -> with(pool, failing).map(n -> 1 / n, List.of(0, 1)));
      assertEquals("2/2 ended", failing.end());

      Heard outcomes = new Heard();
      assertEquals(2, with(pool, outcomes).mapOutcomes(n -> 1 / n, List.of(0, 1)).size());
      assertEquals("2/2 ended", outcomes.end());

      Heard pairs = new Heard();
      assertEquals(
          List.of(5), with(pool, pairs).starmap((a, b) -> a + b, List.of(new SimpleEntry<>(2, 3))));
      assertEquals("1/1 ended", pairs.end());

      Heard none = new Heard();
      assertEquals(List.of(), with(pool, none).map(n -> n, List.of()));
      assertEquals("0/0 ended", none.end());
    }
  }

  @Test
  void aPoolTellsOfEachOfItsCallsUnlessOneHasAnother() throws Exception {
    Heard all = new Heard();
    Heard one = new Heard();
    try (Pool pool = Pool.builder().processes(1).progress(all).build()) {
      assertEquals(List.of(1, 2), pool.map(n -> n, List.of(1, 2)));
      assertEquals("2/2 ended", all.end());
      assertEquals(List.of(3), with(pool, one).map(n -> n, List.of(3)));
      assertEquals("2/2 ended", all.end());
      assertEquals("1/1 ended", one.end());
    }
  }

  @Test
  void ofAnIteratorResultsCountWhenTheyHaveCome() throws Exception {
    List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
    Heard known = new Heard();
    Heard unknown = new Heard();
    Heard closed = new Heard();
    try (Pool pool = new Pool(1)) {
      with(pool, known).imap(n -> n, hundred).forEachRemaining(n -> {});
      Iterable<Integer> stream = () -> hundred.iterator();
      with(pool, unknown).imapUnordered(n -> n, stream, 7).forEachRemaining(n -> {});
      Iterable<Integer> endless = () -> IntStream.iterate(0, n -> n + 1).iterator();
      try (ResultIterator<Integer> some = with(pool, closed).imap(n -> n, endless)) {
        assertEquals(0, some.next());
      }
    }
    assertEquals("100/100 ended", known.end());
    assertEquals("0/-1", unknown.calls.get(0));
    assertEquals("100/100 ended", unknown.end());
    assertTrue(closed.end().matches("(\\d+/-1 )?ended"), closed::end);
  }

  @Test
  void moreIsToldWhileACallGoesOnAndACancelledOneEnds() throws Exception {
    String there = folder.toString();
    Heard record = new Heard();
    try (Pool pool = new Pool(2)) {
      AsyncResult<List<Integer>> map =
          with(pool, record).mapAsync(n -> heldIfLast(there, n), List.of(0, 1, 2, 3), 1);
      Phases phases = Phases.in(folder);
      phases.await("held", LIMIT);
      Eventually.until("it is told", LIMIT, () -> record.calls.contains("3/4"));
      assertTrue(map.cancel(false));
      Eventually.until("it has ended", LIMIT, () -> record.end().equals("3/4 ended"));
      phases.release("held");
    }
  }

  @Test
  void listenerThatThrowsOrIsSlowHarmsNoTask() throws Exception {
    List<Integer> three = List.of(1, 2, 3);
    CountDownLatch go = new CountDownLatch(1);
    try (Pool pool = new Pool(1)) {
      ProgressListener throwing =
          (done, total) -> {
            throw new IllegalStateException("thrown by the listener of a test");
          };
      assertEquals(three, with(pool, throwing).map(n -> n, three));
      ProgressListener stuck =
          (done, total) -> {
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          };
      AsyncResult<List<Integer>> late = with(pool, stuck).mapAsync(n -> n, three);
      assertEquals(three, pool.map(n -> n, three));
      Eventually.until("its tasks are done", LIMIT, () -> pool.stats().tasksDone() == 9);
      assertFalse(late.ready());
      go.countDown();
      assertEquals(three, late.get(LIMIT));
    }
  }

  @Test
  void terminatedPoolHasSaidTheLastWordWhenItIsJoined() throws Exception {
    String there = folder.toString();
    Heard record = new Heard();
    Pool pool = new Pool(1);
    AsyncResult<List<Integer>> map =
        with(pool, record).mapAsync(n -> heldIfLast(there, n), List.of(3));
    Phases.in(folder).await("held", LIMIT);
    pool.terminate();
    pool.join();
    assertEquals("0/1 ended", record.end());
    assertTrue(map.ready());
    assertThrows(ExecutionException.class, map::get);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 40})
  void barIsDrawnOnATerminalAndFitsInItsLine(int columns) throws Exception {
    ChildJvm.Builder program = ChildJvm.of(Shows.class);
    if (Runtime.version().feature() >= 24) {
      program.jvmOptions("--sun-misc-unsafe-memory-access=allow"); // or Kryo's use of it is told
    }
    String command = String.join(" ", program.words().stream().map(w -> "'" + w + "'").toList());
    ProcessBuilder builder = // which gives it a terminal
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true);
    builder.environment().remove("COLUMNS");
    if (columns != 80) {
      builder.environment().put("COLUMNS", String.valueOf(columns));
    }
    Process script = builder.start();
    String seen = read(script);
    assertEquals(0, script.waitFor(), seen);
    List<String> drawn = List.of(seen.split("[\r\n]+", -1));
    assertEquals("after 40", drawn.get(drawn.size() - 2), seen);
    String last = drawn.get(drawn.size() - 3);
    assertTrue(last.matches(" *100% \\[=+\\] 40/40 \\(\\d+:\\d\\d:\\d\\d / 0:00:00\\) *"), seen);
    assertEquals(columns - 1, drawn.stream().mapToInt(String::length).max().orElseThrow(), seen);
  }

  @Test
  void whereThereIsNoTerminalTheLogHasIt() throws Exception {
    ChildJvm.Builder program = ChildJvm.of(Shows.class).arguments("log");
    Process process = new ProcessBuilder(program.words()).redirectErrorStream(true).start();
    String seen = read(process);
    assertEquals(0, process.waitFor(), seen);
    assertTrue(seen.matches("(?s).*progress: 100% 40/40, \\d+:\\d\\d\n.*"), seen);
    assertFalse(seen.contains("===="), seen);
  }

  @Test
  void paceIsToldInWords() {
    assertEquals("25% 1/4, 0:10, 0:30 left", pace(1, 4, 10));
    assertEquals("0% 0/4, 0:10", pace(0, 4, 10));
    assertEquals("100% 4/4, 1:01:01", pace(4, 4, 3661));
    assertEquals("7 done, 0:10", pace(7, -1, 10));
    assertEquals("100% 0/0, 0:00", pace(0, 0, 0));
    assertEquals(
        "3% 30000000000/900000000000, 0:01, 0:29 left", pace(30_000_000_000L, 900_000_000_000L, 1));
  }

  private static String pace(long done, long total, long seconds) {
    return Pace.describe(done, total, TimeUnit.SECONDS.toNanos(seconds));
  }

  private static TaskCalls with(Pool pool, ProgressListener listener) {
    return pool.with(TaskOptions.of().progress(listener));
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int heldIfLast(String folder, int element) {
    if (element == 3) {
      Phase.reached(Path.of(folder), "held");
    }
    return element;
  }

  /** Main: shows the progress of a map. */
  static final class Shows {
    public static void main(String[] args) throws Exception {
      if (args.length > 0) {
        multiprocessing.Multiprocessing.logToStderr(org.slf4j.event.Level.INFO);
      }
      try (Pool pool = new Pool(1)) {
        List<Integer> forty = IntStream.range(0, 40).boxed().toList();
        List<Integer> same = pool.with(TaskOptions.of().progress()).map(n -> n, forty);
        System.err.println("after " + same.size());
      }
    }
  }
}
