package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import multiprocessing.Multiprocessing;
import multiprocessing.StartMethod;
import multiprocessing.function.SerializableCallable;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** What workers log comes to the program's own provider, in programs of their own. */
@ProcessTest
class PoolLogTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void recordsComeToTheLoggerOfTheSameNameWithTheProcessesName() {
    assertEquals(
        List.of(
            "SpawnPoolWorker-1 r1 INFO slf4j hello 7",
            "SpawnPoolWorker-1 r1 ERROR slf4j failed java.lang.IllegalStateException: broken",
            "SpawnPoolWorker-1 null WARN jul bridged 8",
            "SpawnPoolWorker-1 null DEBUG jul fine"),
        lines(Logs.class));
  }

  @Test
  void whatAStaticInitializerLogsBeforeTheFirstTaskComes() {
    assertEquals(List.of("SpawnPoolWorker-1 null INFO early loaded"), lines(Early.class));
  }

  @Test
  void recordsOfAWorkerOfAWorkerComeWithItsName() {
    assertEquals(List.of("SpawnPoolWorker-1:1 null WARN nested deep"), lines(Nested.class));
  }

  @Test
  void whatAWorkerHadSentBeforeItWasKilledComes() {
    List<String> lines = lines(Killed.class);
    assertEquals("SpawnPoolWorker-1 null INFO slf4j before", lines.get(0));
    assertEquals("lost", lines.get(1));
  }

  @Test
  void whatIsLoggedBeforeAnExitComes() {
    List<String> lines = lines(Exits.class);
    assertTrue(lines.contains("SpawnPoolWorker-1 null INFO slf4j last words"), lines::toString);
  }

  /** The program takes nothing while its worker logs far more than is kept. */
  @Test
  void floodThatNobodyTakesIsDroppedAndCountedAndTheTaskEnds() {
    List<String> lines = lines(Flood.class);
    Pattern drop =
        Pattern.compile(".* multiprocessing (\\d+) log records of this worker were dropped.*");
    long dropped =
        lines.stream()
            .map(drop::matcher)
            .filter(Matcher::matches)
            .mapToLong(m -> Long.parseLong(m.group(1)))
            .sum();
    long came = lines.stream().filter(line -> line.contains(" flood ")).count();
    assertTrue(dropped > 0, () -> "nothing dropped, came " + came);
    assertEquals(Flood.RECORDS, came + dropped);
  }

  private static List<String> lines(Class<?> main) {
    try (ChildJvm program =
        ChildJvm.of(main)
            .jvmOptions(
                "-Dslf4j.provider=" + TestLog.class.getName(), "-Dslf4j.internal.verbosity=WARN")
            .start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
      assertEquals("", program.stderr());
      return program.stdout().lines().toList();
    }
  }

  private static Pool pool(Level least) {
    return Pool.builder()
        .processes(1)
        .context(Multiprocessing.getContext(StartMethod.SPAWN))
        .forwardLogs(least)
        .build();
  }

  /** Logs in both ways. */
  static final class Logs {
    private Logs() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = pool(Level.DEBUG)) {
        pool.apply(
            () -> {
              Logger logger = LoggerFactory.getLogger("slf4j");
              MDC.put("request", "r1");
              logger.trace("too low");
              logger.info("hello {}", 7);
              logger.error("failed", new IllegalStateException("broken"));
              java.util.logging.Logger jul = java.util.logging.Logger.getLogger("jul");
              jul.log(java.util.logging.Level.WARNING, "bridged {0}", 8);
              jul.fine("fine");
              jul.finest("too low");
            });
      }
    }
  }

  /** Logs while the worker is rebuilt. */
  static final class Early {
    private Early() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool =
          Pool.builder()
              .processes(1)
              .context(Multiprocessing.getContext(StartMethod.SPAWN))
              .forwardLogs()
              .initializer(Loaded::touch)
              .build()) {
        pool.apply(() -> 1);
      }
    }

    static final class Loaded {
      private static final Logger LOG = LoggerFactory.getLogger("early");

      static {
        if (Multiprocessing.currentProcess().name().contains("Worker")) {
          LOG.info("loaded");
        }
      }

      private Loaded() {}

      static void touch() {}
    }
  }

  /** Logs in a pool in a pool. */
  static final class Nested {
    private Nested() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = pool(Level.INFO)) {
        pool.apply(
            () -> {
              try (Pool inner = pool(Level.INFO)) {
                inner.apply(() -> LoggerFactory.getLogger("nested").warn("deep"));
              }
            });
      }
    }
  }

  /** Logs, and is killed when that has been printed. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = pool(Level.INFO)) {
        pool.apply(() -> LoggerFactory.getLogger("slf4j").info("before"));
        Eventually.until("it has come", LIMIT, () -> !TestLog.LINES.isEmpty());
        SerializableCallable<Integer> dying =
            () -> {
              Signal.KILL.send(ProcessHandle.current().pid());
              Thread.sleep(60_000);
              return 0;
            };
        try {
          Integer ignored = pool.applyAsync(dying).get();
        } catch (ExecutionException e) {
          System.out.println(e.getCause() instanceof WorkerLostException ? "lost" : e.toString());
        }
      }
    }
  }

  /** Logs and exits. */
  static final class Exits {
    private Exits() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = pool(Level.INFO)) {
        SerializableCallable<Integer> exiting =
            () -> {
              LoggerFactory.getLogger("slf4j").info("last words");
              System.exit(0);
              return 0;
            };
        boolean ended = pool.applyAsync(exiting).waitFor(LIMIT);
        System.out.println(ended ? "ended" : "goes on");
      }
    }
  }

  /** Logs more than is kept while the program cannot print. */
  static final class Flood {
    static final int RECORDS = 20_000;

    private Flood() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = pool(Level.INFO)) {
        String filler = "x".repeat(500);
        synchronized (System.out) { // in which the provider waits
          pool.apply(
              () -> {
                Logger logger = LoggerFactory.getLogger("flood");
                for (int i = 0; i < RECORDS; i++) {
                  logger.info(filler);
                }
              });
        }
      }
    }
  }
}
