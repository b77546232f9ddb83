package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import multiprocessing.ProcessStartException;
import multiprocessing.pool.Faults.Fault;
import multiprocessing.spi.Launcher;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that cannot be started: calls fail with the reason, and nothing hangs. */
@ProcessTest
class PoolStartTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void aBadJvmOptionIsToldToEachCall() throws Exception {
    try (Pool pool = Pool.builder().processes(2).jvmOptions("-XX:+NoSuchOption").build()) {
      for (int call = 0; call < 2; call++) {
        ProcessStartException seen =
            assertThrows(ProcessStartException.class, () -> pool.apply(() -> 1));
        assertTrue(seen.getMessage().contains("NoSuchOption"), seen.getMessage());
      }
      assertThrows(ProcessStartException.class, () -> pool.map(n -> n, List.of(1, 2, 3)));
    }
  }

  @Test
  void aMissingJavaIsToldByTheConstructor() {
    Launcher launcher =
        builder -> {
          builder.command().set(0, folder.resolve("no-java").toString());
          return builder.start();
        };
    ProcessStartException seen =
        assertThrows(
            ProcessStartException.class,
            () -> Pool.builder().processes(1).launcher(launcher).build());
    assertTrue(seen.getMessage().contains("no-java"), seen.getMessage());
  }

  @Test
  void whenOneWorkerCannotBeStartedTheOthersAreEndedAndTheConstructorThrows() {
    List<Process> started = Collections.synchronizedList(new ArrayList<>());
    Launcher launcher =
        builder -> {
          if (started.size() == 3) {
            throw new IOException("no fourth");
          }
          Process process = builder.start();
          started.add(process);
          return process;
        };
    ProcessStartException seen =
        assertThrows(
            ProcessStartException.class,
            () -> Pool.builder().processes(4).launcher(launcher).build());
    assertTrue(seen.getMessage().contains("no fourth"), seen.getMessage());
    assertEquals(3, started.size());
    started.forEach(process -> assertTrue(!process.isAlive(), "gone: " + process.pid()));
  }

  @Test
  void anInitializerHasItsArguments() throws Exception {
    try (Pool one = Pool.builder().processes(1).initializer(PoolStartTest::note, "1").build();
        Pool two =
            Pool.builder()
                .processes(1)
                .initializer((first, second) -> note(first + second), "1", "2")
                .build()) {
      assertEquals("1", one.apply(() -> System.getProperty("noted")));
      assertEquals("12", two.apply(() -> System.getProperty("noted")));
    }
  }

  private static void note(String what) {
    System.setProperty("noted", what);
  }

  @Test
  void anInitializerRunsOnceInEachWorkerBeforeItsTasks() throws Exception {
    try (Pool pool =
        Pool.builder()
            .processes(2)
            .initializer(() -> System.setProperty("initialized", "yes"))
            .build()) {
      assertEquals(
          Collections.nCopies(20, "yes"),
          pool.map(n -> System.getProperty("initialized"), Collections.nCopies(20, 0)));
    }
  }

  @Test
  void classLoaderThatTheInitializerSetsIsThatOfEachTaskWhateverATaskSets() throws Exception {
    try (Pool pool =
        Pool.builder()
            .processes(1)
            .initializer(() -> Thread.currentThread().setContextClassLoader(named("its own")))
            .build()) {
      for (int i = 0; i < 2; i++) {
        assertEquals("its own", pool.apply(PoolStartTest::replaceLoader));
      }
    }
  }

  private static String replaceLoader() {
    Thread thread = Thread.currentThread();
    String name = thread.getContextClassLoader().getName();
    thread.setContextClassLoader(named("a task's"));
    return name;
  }

  private static ClassLoader named(String name) {
    return new URLClassLoader(name, new URL[0], PoolStartTest.class.getClassLoader());
  }

  @Test
  void anInitializerThatThrowsIsTheCauseInEachCallAndIsNotTriedForEver() throws Exception {
    String there = folder.toString();
    try (Pool pool =
        Pool.builder()
            .processes(2)
            .initializer(
                () -> {
                  Faults.append(there, "begun", 0);
                  throw new IOException("no database");
                })
            .build()) {
      for (int call = 0; call < 2; call++) {
        ProcessStartException seen =
            assertThrows(ProcessStartException.class, () -> pool.apply(() -> 1));
        assertTrue(seen.getMessage().contains("no database"), seen.getMessage());
        assertInstanceOf(IOException.class, seen.getCause());
      }
    }
    int tries = Faults.marks(folder, "begun").size();
    assertTrue(tries >= 2 && tries <= 6, "tried " + tries + " times");
  }

  @Test
  void aWorkerThatCannotBeReplacedFailsTheCallsThatWaitAndTheNextCallTriesAgain() throws Exception {
    AtomicBoolean refusing = new AtomicBoolean();
    Launcher launcher =
        builder -> {
          if (refusing.get()) {
            throw new IOException("out of processes");
          }
          return builder.start();
        };
    String there = folder.toString();
    try (Pool pool = Pool.builder().processes(1).launcher(launcher).build()) {
      AsyncResult<Void> running = pool.applyAsync(() -> Phase.reached(Path.of(there), "running"));
      AsyncResult<Integer> waiting = pool.applyAsync(() -> 1);
      long pid = Phases.in(folder).await("running", LIMIT);
      refusing.set(true);
      Fault.SIGKILL.strike(pid);
      assertInstanceOf(
          WorkerLostException.class,
          assertThrows(ExecutionException.class, running::get).getCause());
      assertInstanceOf(
          ProcessStartException.class,
          assertThrows(ExecutionException.class, waiting::get).getCause());
      ProcessStartException seen =
          assertThrows(ProcessStartException.class, () -> pool.apply(() -> 2));
      assertTrue(seen.getMessage().contains("out of processes"), seen.getMessage());
      refusing.set(false);
      assertEquals(3, pool.apply(() -> 3));
    }
  }

  @Test
  void aPoolThatCannotReplaceOneOfTwoWorksOnWithTheOther() throws Exception {
    AtomicInteger starts = new AtomicInteger();
    Launcher launcher =
        builder -> {
          if (starts.incrementAndGet() > 2) {
            throw new IOException("no third");
          }
          return builder.start();
        };
    try (Pool pool = Pool.builder().processes(2).launcher(launcher).build()) {
      assertThrows(WorkerLostException.class, () -> pool.apply(Fault.HALT::strikeHere));
      assertEquals(List.of(1, 2, 3), pool.map(n -> n, List.of(1, 2, 3)));
    }
  }

  @Test
  void closingAPoolWhoseWorkersAreStillStartingEndsThem() {
    new Pool(2).close();
  }

  @Test
  void terminatingAPoolWhoseWorkersAreStillStartingEndsThem() throws Exception {
    Pool pool = new Pool(2);
    AsyncResult<Integer> call = pool.applyAsync(() -> 1);
    pool.terminate();
    pool.join();
    assertTrue(call.ready());
  }
}
