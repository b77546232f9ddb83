package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableCallable;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ProcessTest
class ProcessPoolExecutorTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void lambdasRunInOtherProcesses() throws Exception {
    long here = ProcessHandle.current().pid();
    String there = folder.toString();
    Object notSerializable = new Object();
    try (ProcessPoolExecutor executor = new ProcessPoolExecutor(2)) {
      assertNotEquals(here, executor.submit(() -> ProcessHandle.current().pid()).get());
      assertNull(executor.submit(() -> Phase.passed(Path.of(there), "runnable")).get());
      Runnable plain = new Passes(there, "plain");
      assertSame(notSerializable, executor.submit(plain, notSerializable).get());
      executor.execute(plain);
      executor.execute(() -> Phase.passed(Path.of(there), "executed"));
      assertEquals(6, executor.submit((Callable<Integer>) new Six()).get());
      assertEquals(42, executor.supplyAsync(() -> 21).thenApply(n -> n * 2).get());
      assertNull(executor.runAsync(() -> Phase.passed(Path.of(there), "run")).get());
      CompletableFuture<Object> failed =
          executor.supplyAsync(
              () -> {
                throw new IOException("wrong");
              });
      assertInstanceOf(
          IOException.class, assertThrows(CompletionException.class, failed::join).getCause());
      executor.execute(
          () -> {
            throw new IllegalStateException("nobody waits for this");
          });
      assertEquals(1, executor.submit(() -> 1).get());
    }
    Phases phases = Phases.in(folder);
    for (String name : List.of("runnable", "plain", "executed", "run")) {
      assertTrue(!phases.at(name).isEmpty() || wasHere(name), name);
    }
  }

  private boolean wasHere(String name) {
    String[] files = folder.toFile().list((in, file) -> file.startsWith(name + "@"));
    return files.length > 0;
  }

  /** A task of a type of its own that is not serializable by itself. */
  record Passes(String folder, String name) implements Runnable {
    @Override
    public void run() {
      Phase.passed(Path.of(folder), name);
    }
  }

  static final class Six implements Callable<Integer> {
    @Override
    public Integer call() {
      return 6;
    }
  }

  @Test
  void whatCannotTravelIsRefusedWithAdvice() {
    try (ProcessPoolExecutor executor = new ProcessPoolExecutor(1)) {
      Callable<Integer> plain = () -> 1;
      SerializationException lambda =
          assertThrows(SerializationException.class, () -> executor.submit(plain));
      assertTrue(lambda.getMessage().contains("cast it"), lambda.getMessage());
      for (org.junit.jupiter.api.function.Executable call :
          List.<org.junit.jupiter.api.function.Executable>of(
              () -> CompletableFuture.supplyAsync(() -> 1, executor),
              () -> CompletableFuture.runAsync(() -> {}, executor),
              () -> CompletableFuture.completedFuture(1).thenApplyAsync(n -> n, executor).join())) {
        Throwable seen = assertThrows(RuntimeException.class, call);
        Throwable why = seen instanceof CompletionException ? seen.getCause() : seen;
        assertInstanceOf(SerializationException.class, why);
        assertTrue(why.getMessage().contains("executor's own supplyAsync"), why.getMessage());
      }
      SerializableCallable<Integer> fine = () -> 1;
      ExecutorCompletionService<Integer> service = new ExecutorCompletionService<>(executor);
      SerializationException future =
          assertThrows(SerializationException.class, () -> service.submit(fine));
      assertTrue(future.getMessage().contains("imapUnordered"), future.getMessage());
    }
  }

  @Test
  void invokeAllWaitsForAllAndInvokeAnyForOne() throws Exception {
    String there = folder.toString();
    try (ProcessPoolExecutor executor = new ProcessPoolExecutor(2)) {
      List<SerializableCallable<Integer>> tasks = List.of(() -> 1, () -> fail(2), () -> 3);
      List<Future<Integer>> results = executor.invokeAll(tasks);
      assertEquals(1, results.get(0).get());
      assertEquals(3, results.get(2).get());
      assertThrows(ExecutionException.class, () -> results.get(1).get());
      assertEquals(2, executor.invokeAll(() -> 1, () -> 2).size());
      assertEquals(List.of(), executor.invokeAll(List.of()));

      assertEquals(3, executor.invokeAny(List.of(tasks.get(1), tasks.get(2))));
      assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(tasks.get(1))));
      assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(List.of()));

      List<SerializableCallable<Integer>> endless =
          List.of(() -> 1, () -> stay(there), () -> stay(there));
      assertEquals(1, executor.invokeAny(endless));
      List<SerializableCallable<Integer>> one = List.of(() -> stay(there));
      assertThrows(TimeoutException.class, () -> executor.invokeAny(one, 1, TimeUnit.SECONDS));
      List<Future<Integer>> cut = executor.invokeAll(endless, 2, TimeUnit.SECONDS);
      assertEquals(List.of(false, true, true), cut.stream().map(Future::isCancelled).toList());
      assertEquals(5, executor.submit(() -> 5).get());
    }
  }

  @Test
  void leastOfAllTimesIsOverAtOnce() throws Exception {
    String there = folder.toString();
    try (ProcessPoolExecutor executor = new ProcessPoolExecutor(1)) {
      List<SerializableCallable<Integer>> one = List.of(() -> stay(there));
      List<Future<Integer>> cut = executor.invokeAll(one, Long.MIN_VALUE, TimeUnit.NANOSECONDS);
      assertTrue(cut.get(0).isCancelled());
      assertThrows(
          TimeoutException.class,
          () -> executor.invokeAny(one, Long.MIN_VALUE, TimeUnit.NANOSECONDS));
    }
  }

  /** Threads that wait in a queue are not made up for, so nobody is left to tell them anything. */
  @Test
  void invokeAnyNeedsNoThreadOfTheCommonPool() {
    String parallelism = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2";
    try (ChildJvm program =
        ChildJvm.of(InvokesInTheCommonPool.class).jvmOptions(parallelism).start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
      assertEquals("[7, 7]", program.stdout().strip(), program::toString);
    }
  }

  /** Main: invokes in all threads of the common pool at once. */
  static final class InvokesInTheCommonPool {
    public static void main(String[] args) {
      int threads = ForkJoinPool.getCommonPoolParallelism();
      CyclicBarrier together = new CyclicBarrier(threads);
      try (ProcessPoolExecutor executor = new ProcessPoolExecutor(1)) {
        List<CompletableFuture<Integer>> all =
            Stream.generate(() -> CompletableFuture.supplyAsync(() -> any(executor, together)))
                .limit(threads)
                .toList();
        System.out.println(all.stream().map(CompletableFuture::join).toList());
      }
    }

    private static int any(ProcessPoolExecutor executor, CyclicBarrier together) {
      try {
        List<SerializableCallable<Integer>> one = List.of(() -> 7);
        together.await();
        return executor.invokeAny(one);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static int fail(int n) throws IOException {
    throw new IOException("" + n);
  }

  private static int stay(String folder) {
    Phase.reached(Path.of(folder), "never");
    return 0;
  }

  @Test
  void exceptionOfAnExecutedTaskIsUncaughtAndATerminationIsNone() throws Exception {
    String there = folder.toString();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          uncaught.add(thrown);
          throw new IllegalStateException("the handler of a test fails, too", thrown);
        });
    try (ProcessPoolExecutor executor = new ProcessPoolExecutor(1)) {
      executor.execute(() -> fail(1));
      executor.execute(
          () -> {
            throw new WordsTest.Unspeakable();
          });
      Eventually.until("both are told", LIMIT, () -> uncaught.size() == 2);
      executor.execute(() -> stay(there));
      Phases.in(folder).await("never", LIMIT);
      executor.execute(() -> {});
      List<Runnable> left = executor.shutdownNow();
      assertEquals(1, left.size());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(2, uncaught.size());
    assertInstanceOf(IOException.class, uncaught.get(0));
    assertTrue(Words.of(uncaught.get(1)).contains("Unspeakable"), Words.of(uncaught.get(1)));
  }

  /** As Python's; a Pool's tasks go with the program. */
  @ParameterizedTest
  @ValueSource(strings = {"open", "shut down", "killed"})
  void tasksAreFinishedBeforeTheProgramEnds(String how) {
    try (ChildJvm program = ChildJvm.of(Submits.class).arguments(how).start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
      assertEquals(how.equals("killed") ? "" : "apple\n", program.stdout(), program::toString);
      assertEquals("", program.stderr());
    }
  }

  static final class Submits {
    private Submits() {}

    public static void main(String[] args) {
      ProcessPoolExecutor executor = new ProcessPoolExecutor(2);
      AsyncResult<?> ignored =
          executor.submit(
              () -> {
                Thread.sleep(500); // main has returned long before
                System.out.println("apple");
              });
      if (args[0].equals("shut down")) {
        executor.shutdown();
      } else if (args[0].equals("killed")) {
        assertTrue(executor.shutdownNow().size() <= 1); // begun or not
      }
    }
  }

  @Test
  void shutdownFinishesAndThenRefuses() throws Exception {
    ProcessPoolExecutor executor = new ProcessPoolExecutor(1);
    assertFalse(executor.isShutdown());
    assertFalse(executor.awaitTermination(10, TimeUnit.MILLISECONDS));
    AsyncResult<Integer> last = executor.submit(() -> 7);
    executor.shutdown();
    assertTrue(executor.isShutdown());
    assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> 8));
    assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
    assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
    assertTrue(executor.isTerminated());
    assertEquals(7, last.get());
    executor.close();
  }

  @Test
  void shutdownNowKillsWhatRunsAndReturnsWhatWasNotBegun() throws Exception {
    String there = folder.toString();
    ProcessPoolExecutor executor = new ProcessPoolExecutor(1);
    AsyncResult<Integer> running = executor.submit(() -> stay(there));
    AsyncResult<Integer> waiting = executor.submit(() -> 2);
    Runnable plain = new Passes(there, "drained");
    executor.execute(plain);
    Phases phases = Phases.in(folder);
    phases.await("never", LIMIT);
    List<Runnable> left = executor.shutdownNow();
    assertEquals(2, left.size());
    assertTrue(left.contains(plain));
    assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
    assertThrows(ExecutionException.class, running::get);
    assertThrows(ExecutionException.class, waiting::get);
    left.forEach(Runnable::run);
    Eventually.until("it ran here", LIMIT, () -> wasHere("drained"));
    executor.close();
  }

  /** It has its message, or may have it at any moment, and must not begin it after that. */
  @Test
  void shutdownNowReturnsWhatAWorkerHasGotAndNotBegun() throws Exception {
    String there = folder.toString();
    Pool pool = new Pool(1);
    ProcessPoolExecutor executor = new ProcessPoolExecutor(pool);
    long pid = executor.submit(() -> ProcessHandle.current().pid()).get();
    Eventually.until("it is idle", LIMIT, () -> pool.stats().workersBusy() == 0);
    Signal.STOP.send(pid);
    Eventually.until("it is stopped", LIMIT, () -> isStopped(pid));
    Runnable sent = new Passes(there, "sent");
    executor.execute(sent);
    assertEquals(1, pool.stats().workersBusy());
    List<Runnable> left = executor.shutdownNow();
    Signal.CONT.send(pid);
    assertEquals(List.of(sent), left);
    assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
    assertFalse(wasHere("sent"));
  }

  private static boolean isStopped(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") T ");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
