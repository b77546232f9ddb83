package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import multiprocessing.pool.Charge.Bane;
import multiprocessing.pool.Charge.Point;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pool's own program dies or is stopped while it serializes a task, or in a callback. */
@ProcessTest
class PoolProgramFaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final List<Bane> BANES =
      List.of(Bane.EXIT, Bane.HALT, Bane.SIGKILL, Bane.SIGSEGV, Bane.STOP);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void deathEndsTheWorkersTooAndAStopNobody(During during) throws Exception {
    List<Program> programs = new ArrayList<>();
    try {
      for (Bane bane : BANES) {
        programs.add(start(during, bane));
      }
      for (Program each : programs) {
        each.assertEnd();
      }
    } finally {
      programs.forEach(each -> each.jvm().close());
    }
  }

  /** What the program does when it happens. */
  enum During {
    SERIALIZING(Serializing.class),
    CALLBACK(Calling.class);

    private final Class<?> main;

    During(Class<?> main) {
      this.main = main;
    }
  }

  private record Program(ChildJvm jvm, Bane bane, Path folder) {

    void assertEnd() {
      if (bane == Bane.STOP) {
        Eventually.until("it is stopped", LIMIT, () -> isStopped(jvm.pid()));
        Signal.CONT.send(jvm.pid());
        assertEquals(0, jvm.awaitExit(LIMIT), jvm::toString);
        assertTrue(jvm.stdout().contains("done 7"), jvm::toString);
      } else {
        int code = bane.exitCode();
        assertEquals(code < 0 ? 128 - code : code, jvm.awaitExit(LIMIT), jvm::toString);
      }
      Eventually.until("no worker", LIMIT, () -> Phases.in(folder).at("worker").isEmpty());
    }
  }

  private static boolean isStopped(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") T ");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Program start(During during, Bane bane) throws IOException {
    Path there = Files.createDirectory(folder.resolve(bane.name()));
    ChildJvm jvm =
        ChildJvm.of(during.main)
            .jvmOptions("-Xmx64m", "-XX:ErrorFile=" + there.resolve("hs_err.log"))
            .arguments(there.toString(), bane.name())
            .start();
    return new Program(jvm, bane, there);
  }

  static final class Serializing {
    private Serializing() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = new Pool(1)) {
        pool.apply(() -> Phase.passed(Path.of(args[0]), "worker"));
        Bane bane = Bane.valueOf(args[1]);
        Charge charge = new Charge(7, Point.SERIALIZE_TASK, bane, args[0]);
        System.out.println("done " + pool.apply(Charge::run, charge).number());
      }
    }
  }

  static final class Calling {
    private Calling() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = new Pool(1)) {
        pool.apply(() -> Phase.passed(Path.of(args[0]), "worker"));
        Bane bane = Bane.valueOf(args[1]);
        AsyncResult<Integer> call = pool.applyAsync(() -> 7, result -> bane.strikeHere());
        List<Integer> others = pool.map(n -> n, List.of(1, 2, 3));
        System.out.println("done " + (call.get() + others.size() - 3));
      }
    }
  }
}
