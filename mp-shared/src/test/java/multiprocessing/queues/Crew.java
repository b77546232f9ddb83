package multiprocessing.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import multiprocessing.Process;
import multiprocessing.function.SerializableConsumer;
import multiprocessing.internal.memory.KillPoint;
import multiprocessing.testkit.Eventually;

/** Processes that these tests start, and how they end. */
final class Crew {
  /** More than anything here takes on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  /** Short, for waits that are to be over in vain. */
  static final Duration SHORT = Duration.ofMillis(50);

  private Crew() {}

  static <A> Process start(SerializableConsumer<A> task, A argument) {
    Process process = new Process(task, argument);
    process.start();
    return process;
  }

  static <A> List<Process> start(int count, SerializableConsumer<A> task, A argument) {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(start(task, argument));
    }
    return all;
  }

  /** Runs a process that is killed when it comes to a step of a protocol. */
  static <A> void killAt(String step, SerializableConsumer<A> task, A argument)
      throws InterruptedException {
    Process doomed =
        Process.builder()
            .jvmOptions("-D" + KillPoint.PROPERTY + "=" + step)
            .target(task, argument)
            .start();
    assertEquals(-9, end(doomed), step);
  }

  /** Starts a process that is stopped when it comes to a step of a protocol, and waits for that. */
  static <A> Process stopAt(String step, SerializableConsumer<A> task, A argument) {
    Process process =
        Process.builder()
            .jvmOptions("-D" + KillPoint.STOP_PROPERTY + "=" + step)
            .target(task, argument)
            .start();
    Path stat = Path.of("/proc/" + process.pid().orElseThrow() + "/stat");
    Eventually.until(
        "it is stopped",
        LIMIT,
        () -> {
          try {
            return Files.readString(stat).contains(") T ");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return process;
  }

  static void endWell(List<Process> all) throws InterruptedException {
    for (Process process : all) {
      assertEquals(0, end(process), process.toString());
    }
  }

  static int end(Process process) throws InterruptedException {
    assertTrue(process.join(LIMIT), () -> "did not end: " + process);
    return process.exitCode().orElseThrow();
  }
}
