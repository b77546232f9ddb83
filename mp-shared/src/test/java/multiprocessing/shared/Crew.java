package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import multiprocessing.Process;
import multiprocessing.function.SerializableConsumer;
import multiprocessing.testkit.Eventually;

/** Processes that these tests start, and how they end. */
final class Crew {
  /** More than anything here takes on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private Crew() {}

  /** Starts a process; its argument is the same memory there. */
  static <A> Process start(SerializableConsumer<A> task, A argument) {
    Process process = new Process(task, argument);
    process.start();
    return process;
  }

  /** Runs something in another process, which ends well. */
  static <A> void run(SerializableConsumer<A> task, A argument) throws InterruptedException {
    assertEquals(0, end(start(task, argument)));
  }

  /** Runs something in several processes at once, which end well. */
  static <A> void run(int count, SerializableConsumer<A> task, A argument)
      throws InterruptedException {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(start(task, argument));
    }
    for (Process process : all) {
      assertEquals(0, end(process), process.toString());
    }
  }

  static void until(String what, BooleanSupplier condition) {
    Eventually.until(what, LIMIT, condition);
  }

  /** Waits for the end, and returns the exit code. */
  static int end(Process process) throws InterruptedException {
    assertTrue(process.join(LIMIT), () -> "did not end: " + process);
    return process.exitCode().orElseThrow();
  }
}
