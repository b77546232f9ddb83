package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import multiprocessing.function.SerializableCallable;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** MDC and system properties travel with tasks; in a program of its own that has an MDC. */
@ProcessTest
class PoolContextTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void contextIsThereInEachTaskAndGoneAfterIt() {
    try (ChildJvm program =
        ChildJvm.of(Program.class)
            .jvmOptions(
                "-Dslf4j.provider=" + TestLog.class.getName(), "-Dslf4j.internal.verbosity=WARN")
            .start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
      assertEquals(
          List.of(
              "before: null null start",
              "call: r7 one null",
              "function: r7 one null 1",
              "of two: r7 one null 1 2",
              "map: [r7 one null 1, r7 one null 2]",
              "imap: [r7 one null 1, r7 one null 2]",
              "after a failure: r7 one null",
              "later: null null null",
              "of the initializer: worker's",
              "not asked for: null null start"),
          program.stdout().lines().toList());
    }
  }

  @Test
  void nameOfAPropertyMustNotBeEmpty() {
    assertThrows(
        IllegalArgumentException.class, () -> Pool.builder().travellingProperties("a", ""));
  }

  /** Prints what tasks find. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      System.setProperty("context.b", "start");
      try (Pool plain = new Pool(1);
          Pool pool =
              Pool.builder()
                  .processes(1)
                  .initializer(() -> MDC.put("base", "worker's"))
                  .mdc(true)
                  .travellingProperties("context.a", "context.b")
                  .build()) {
        System.out.println("before: " + pool.apply(Program::found));
        System.setProperty("context.a", "one");
        System.clearProperty("context.b");
        MDC.put("request", "r7");
        System.out.println("call: " + pool.apply(Program::found));
        String ofOne = pool.apply((Integer n) -> spoil() + " " + n, 1);
        System.out.println("function: " + ofOne);
        String ofTwo = pool.apply((Integer n, Integer m) -> spoil() + " " + n + " " + m, 1, 2);
        System.out.println("of two: " + ofTwo);
        System.out.println("map: " + pool.map((Integer n) -> spoil() + " " + n, List.of(1, 2)));
        List<String> iterated = new ArrayList<>();
        try (ResultIterator<String> results =
            pool.imap((Integer n) -> spoil() + " " + n, List.of(1, 2))) {
          results.forEachRemaining(iterated::add);
        }
        System.out.println("imap: " + iterated);
        SerializableCallable<String> failing =
            () -> {
              throw new IllegalStateException(spoil());
            };
        assertThrows(IllegalStateException.class, () -> pool.apply(failing));
        System.out.println("after a failure: " + pool.apply(Program::found));
        System.clearProperty("context.a");
        MDC.clear();
        System.out.println("later: " + pool.apply(Program::found));
        String base = pool.apply(() -> MDC.get("base"));
        System.out.println("of the initializer: " + base);
        MDC.put("request", "r8");
        System.out.println("not asked for: " + plain.apply(Program::found));
      }
    }

    private static String found() {
      return MDC.get("request")
          + " "
          + System.getProperty("context.a")
          + " "
          + System.getProperty("context.b");
    }

    private static String spoil() {
      String found = found();
      MDC.put("request", "spoilt");
      System.setProperty("context.a", "spoilt");
      System.setProperty("context.b", "spoilt");
      return found;
    }
  }
}
