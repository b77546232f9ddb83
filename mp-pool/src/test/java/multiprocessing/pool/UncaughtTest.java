package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import multiprocessing.Multiprocessing;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What user's code throws in the pool's own threads is told, and ends none of them. */
@ProcessTest
class UncaughtTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PLAIN = "java.lang.IllegalStateException: thrown by a callback";
  private static final String UNSPEAKABLE = WordsTest.Unspeakable.class.getName();
  private static final String CALLBACK = "a callback of a pool threw an exception: ";
  private static final String LISTENER =
      "a progress listener threw an exception and is not called any more: ";

  @Test
  void withoutALogItIsPrintedAsWhereAThreadEnds() {
    try (ChildJvm program = ChildJvm.start(Program.class)) {
      String seen = errorsOf(program);
      String uncaught = "Exception in thread \"mp-pool-";
      assertTrue(seen.contains(uncaught + "callbacks-1\" " + PLAIN), program::toString);
      String unprintable =
          "java.lang.IllegalStateException: an exception that cannot be printed: " + UNSPEAKABLE;
      assertTrue(seen.contains(uncaught + "callbacks-1\" " + unprintable), program::toString);
      assertTrue(seen.contains(uncaught + "progress-1\" " + unprintable), program::toString);
    }
  }

  @Test
  void logThatPrintsToStandardErrorHasIt() {
    try (ChildJvm program = ChildJvm.start(Program.class, "WARN")) {
      String seen = errorsOf(program);
      assertTrue(seen.contains(CALLBACK + PLAIN), program::toString);
      assertTrue(seen.contains(CALLBACK + UNSPEAKABLE), program::toString);
      assertTrue(seen.contains(LISTENER + UNSPEAKABLE), program::toString);
      assertFalse(seen.contains("Exception in thread"), program::toString);
    }
  }

  /** This log cannot cope with an exception whose message has one line, either. */
  @Test
  void logThatFailsForTheExceptionHasItInWords() {
    String provider = "-Dslf4j.provider=" + TestLog.class.getName();
    try (ChildJvm program = ChildJvm.of(Program.class).jvmOptions(provider).start()) {
      String errors = errorsOf(program);
      String seen = program.stdout();
      assertTrue(seen.contains(CALLBACK + PLAIN), program::toString);
      assertTrue(seen.contains(CALLBACK + UNSPEAKABLE), program::toString);
      assertTrue(seen.contains(LISTENER + UNSPEAKABLE), program::toString);
      assertFalse(errors.contains("Exception in thread"), program::toString);
    }
  }

  private static String errorsOf(ChildJvm program) {
    assertEquals(0, program.awaitExit(LIMIT), program::toString);
    assertTrue(program.stdout().endsWith("callback 4\nclosed\n"), program::toString);
    return program.stderr();
  }

  /** Main: a pool whose callbacks and listeners throw. */
  static final class Program {
    public static void main(String[] args) throws Exception {
      for (String level : args) {
        Multiprocessing.logToStderr(Level.valueOf(level));
      }
      try (ThreadPool pool = new ThreadPool(1)) {
        AsyncResult<Integer> plain =
            pool.applyAsync(
                () -> 1,
                n -> {
                  throw new IllegalStateException("thrown by a callback");
                });
        AsyncResult<Integer> unspeakable =
            pool.applyAsync(
                () -> 2,
                n -> {
                  throw new WordsTest.Unspeakable();
                });
        ProgressListener throwing =
            (done, total) -> {
              throw new WordsTest.Unspeakable();
            };
        int sum =
            plain.get()
                + unspeakable.get()
                + pool.with(TaskOptions.of().progress(throwing)).map(n -> n, List.of(1)).get(0);
        pool.applyAsync(() -> sum, n -> System.out.println("callback " + n)).get();
      }
      System.out.println("closed");
    }
  }
}
