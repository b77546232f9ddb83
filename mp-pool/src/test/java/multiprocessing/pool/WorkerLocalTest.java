package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multiprocessing.Output;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each worker has of its own. */
@ProcessTest
class WorkerLocalTest {
  private static final WorkerLocal<AtomicInteger> STATIC =
      new WorkerLocal<>(() -> new AtomicInteger(100));

  @TempDir Path folder;

  @Test
  void isMadeOnceInEachWorkerProcessAndGivenUpInTheEndInReverse() throws Exception {
    Path said = Files.createFile(folder.resolve("said"));
    String file = said.toString();
    WorkerLocal<AtomicInteger> first =
        new WorkerLocal<>(
            () -> new AtomicInteger(sayWithPid(file, "first made")),
            count -> sayWithPid(file, "first had " + count));
    WorkerLocal<Integer> second =
        new WorkerLocal<>(
            () -> sayWithPid(file, "second made") + first.get().incrementAndGet(),
            value -> sayWithPid(file, "second had " + value));
    try (Pool pool = Pool.builder().processes(1).maxTasksPerChild(2).build()) {
      for (int i = 0; i < 2; i++) {
        int value = pool.apply(local -> local.get(), second);
        assertEquals(1, value);
        int other = pool.apply((Integer n) -> first.get().addAndGet(n), 10);
        assertEquals(11, other);
      }
    }
    Map<String, List<String>> ofWorkers =
        Files.readAllLines(said).stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.substring(0, line.indexOf(' ')),
                    Collectors.mapping(
                        line -> line.substring(line.indexOf(' ') + 1), Collectors.toList())));
    List<String> each = List.of("second made", "first made", "second had 1", "first had 11");
    assertEquals(List.of(each, each), List.copyOf(ofWorkers.values()));
  }

  @Test
  void oneInAStaticFieldIsTheSameForAllTasksAndThreadsOfAWorker() throws Exception {
    try (Pool pool = new Pool(1)) {
      int alone = pool.apply(() -> STATIC.get().incrementAndGet());
      int inThread =
          pool.apply(
              () -> {
                int[] seen = new int[1];
                Thread thread = new Thread(() -> seen[0] = STATIC.get().incrementAndGet());
                thread.start();
                thread.join();
                return seen[0];
              });
      assertEquals(List.of(101, 102), List.of(alone, inThread));
      assertEquals(100, STATIC.get().get());
    }
  }

  @Test
  void eachThreadOfAThreadPoolHasItsOwn() throws Exception {
    Set<Object> made = ConcurrentHashMap.newKeySet();
    List<Object> ended = new CopyOnWriteArrayList<>();
    WorkerLocal<Object> local =
        new WorkerLocal<>(
            () -> {
              Object value = new Object();
              made.add(value);
              return value;
            },
            ended::add);
    CyclicBarrier both = new CyclicBarrier(2);
    try (ThreadPool pool = new ThreadPool(2)) {
      List<Object> seen =
          pool.map(
              n -> {
                both.await();
                return local.get();
              },
              IntStream.range(0, 10).boxed().toList(),
              1);
      assertEquals(2, made.size());
      assertEquals(made, Set.copyOf(seen));
      assertTrue(ended.isEmpty());
    }
    assertEquals(2, ended.size());
    assertEquals(made, Set.copyOf(ended));
  }

  @Test
  void aMakerThatFailsIsTriedAgain() throws Exception {
    String marker = folder.resolve("tried").toString();
    WorkerLocal<Integer> local =
        new WorkerLocal<>(
            () -> {
              throw new IOException("never");
            });
    WorkerLocal<Integer> second =
        new WorkerLocal<>(
            () -> {
              Path tried = Path.of(marker);
              if (!Files.exists(tried)) {
                Files.createFile(tried);
                throw new IllegalStateException("not yet");
              }
              return 7;
            });
    try (Pool pool = new Pool(1)) {
      TaskFailedException checked =
          assertThrows(TaskFailedException.class, () -> pool.apply(() -> local.get()));
      assertTrue(checked.getMessage().contains("could not be made"), checked::toString);
      assertThrows(IllegalStateException.class, () -> pool.apply(() -> second.get()));
      int value = pool.apply(() -> second.get());
      assertEquals(7, value);
    }
  }

  @Test
  void exitCodeThatThrowsKeepsNoOtherFromBeingCalled() throws Exception {
    Path said = Files.createFile(folder.resolve("said"));
    String file = said.toString();
    WorkerLocal<Integer> first = new WorkerLocal<>(() -> 1, value -> say(file, "ended"));
    WorkerLocal<Integer> second =
        new WorkerLocal<>(
            () -> 2,
            value -> {
              throw new IllegalStateException("broken exit");
            });
    List<String> errors = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().processes(1).errorOutput(Output.to(errors::add)).build()) {
      int sum = pool.apply(() -> first.get() + second.get());
      assertEquals(3, sum);
    }
    assertEquals(List.of("ended"), Files.readAllLines(said));
    assertTrue(errors.contains("java.lang.IllegalStateException: broken exit"), errors::toString);
  }

  /** The exit code throws what cannot be printed, and the handler that is told throws, too. */
  @Test
  void whateverIsThrownAtItsEndAThreadPoolCloses() throws Exception {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<String> told = new CopyOnWriteArrayList<>();
    WorkerLocal<Integer> local =
        new WorkerLocal<>(
            () -> 1,
            value -> {
              throw new WordsTest.Unspeakable();
            });
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          told.add(thrown.getMessage());
          throw new IllegalStateException("the handler of a test fails, too", thrown);
        });
    ThreadPool pool = new ThreadPool(1);
    try {
      assertEquals(1, pool.<Integer>apply(() -> local.get()));
      pool.shutdown();
      assertTrue(pool.join(Duration.ofSeconds(30)));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(1, told.size());
    assertTrue(told.get(0).startsWith("an exception that cannot be printed: "), told::toString);
  }

  @Test
  void aKilledWorkersValueIsMadeAnewInItsSuccessor() throws Exception {
    Path said = Files.createFile(folder.resolve("said"));
    String file = said.toString();
    WorkerLocal<Long> local =
        new WorkerLocal<>(() -> ProcessHandle.current().pid(), pid -> say(file, "ended " + pid));
    try (Pool pool = new Pool(1)) {
      long first = pool.apply(() -> local.get());
      assertThrows(
          WorkerLostException.class,
          () ->
              pool.apply(
                  () -> {
                    Signal.KILL.send(local.get());
                    Thread.sleep(60_000);
                  }));
      long second = pool.apply(() -> local.get());
      assertFalse(first == second);
      pool.close();
      assertEquals(List.of("ended " + second), Files.readAllLines(said));
    }
  }

  private static int sayWithPid(String file, String line) throws IOException {
    return say(file, ProcessHandle.current().pid() + " " + line);
  }

  private static int say(String file, String line) throws IOException {
    Files.writeString(Path.of(file), line + "\n", StandardOpenOption.APPEND);
    return 0;
  }
}
