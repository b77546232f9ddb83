package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.function.SerializableCallable;
import multiprocessing.testkit.ChildJvm;

/** What many tests ask of children. */
public final class Ask {
  /** More than anything here takes on a busy machine. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private Ask() {}

  /** The answer that a child gives. */
  public static String child(SerializableCallable<String> question) throws Exception {
    return child(Process.builder(), question);
  }

  /** The answer that a child gives which is described by a builder without a target. */
  public static String child(Process.Builder builder, SerializableCallable<String> question)
      throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      Process process = builder.target(Ask::answer, question, pipe.second()).start();
      pipe.second().close();
      String answer = new String(pipe.first().recvBytes(), StandardCharsets.UTF_8);
      assertEquals(0, end(process));
      return answer;
    }
  }

  private static void answer(SerializableCallable<String> question, Connection to)
      throws Exception {
    try (to) {
      to.sendBytes(String.valueOf(question.call()).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Waits for the end, and returns the exit code. */
  public static int end(Process process) throws InterruptedException {
    assertTrue(process.join(LIMIT), () -> "did not end: " + process);
    OptionalInt code = process.exitCode();
    return code.orElseThrow();
  }

  /** A JVM outside this family, with the packages opened that this JVM was told to open. */
  public static ChildJvm.Builder jvm(Class<?> mainClass) {
    ChildJvm.Builder jvm = ChildJvm.of(mainClass);
    if (Runtime.version().feature() >= 24) {
      // or Kryo makes a newer JVM print a warning, which is no business of these tests
      jvm.jvmOptions("--sun-misc-unsafe-memory-access=allow");
    }
    return jvm.jvmOptions(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens"))
            .toArray(String[]::new));
  }
}
