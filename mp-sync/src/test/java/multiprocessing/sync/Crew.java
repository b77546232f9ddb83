package multiprocessing.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import multiprocessing.Process;
import multiprocessing.function.SerializableConsumer;
import multiprocessing.internal.memory.KillPoint;
import multiprocessing.testkit.Eventually;

/** Processes and threads that these tests start, and how they end. */
final class Crew {
  /** More than anything here takes on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** Short, for waits that are to be over in vain. */
  static final Duration SHORT = Duration.ofMillis(50);

  private Crew() {}

  /** Starts a process; its argument is the same object there. */
  static <A> Process start(SerializableConsumer<A> task, A argument) {
    Process process = new Process(task, argument);
    process.start();
    return process;
  }

  /** Starts several. */
  static <A> List<Process> start(int count, SerializableConsumer<A> task, A argument) {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(start(task, argument));
    }
    return all;
  }

  /** Starts a process that is killed when it comes to a step of a protocol. */
  static <A> Process doomed(String step, SerializableConsumer<A> task, A argument) {
    return Process.builder()
        .jvmOptions("-D" + KillPoint.PROPERTY + "=" + step)
        .target(task, argument)
        .start();
  }

  /** All end well. */
  static void endWell(List<Process> all) throws InterruptedException {
    for (Process process : all) {
      assertEquals(0, end(process), process.toString());
    }
  }

  /** Waits for the end, and returns the exit code. */
  static int end(Process process) throws InterruptedException {
    assertTrue(process.join(LIMIT), () -> "did not end: " + process);
    return process.exitCode().orElseThrow();
  }

  static void until(String what, BooleanSupplier condition) {
    Eventually.until(what, LIMIT, condition);
  }

  /** A thread that runs something, and keeps what it throws. */
  static final class Hand {
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    private final Thread thread;

    Hand(Work work) {
      thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (Throwable e) {
                  thrown.set(e);
                }
              },
              "test-hand");
      thread.setDaemon(true);
      thread.start();
    }

    Thread thread() {
      return thread;
    }

    /** Waits until it waits. */
    Hand waiting() {
      until("it waits", this::isWaiting);
      return this;
    }

    /** Parked, or in a read of its process's FIFO. */
    private boolean isWaiting() {
      return thread.getState() == Thread.State.TIMED_WAITING
          || Stream.of(thread.getStackTrace())
              .anyMatch(frame -> frame.getClassName().endsWith(".BellFifo"));
    }

    /** Waits for its end; what it has thrown, or null. */
    Throwable end() throws InterruptedException {
      thread.join(LIMIT.toMillis());
      assertTrue(!thread.isAlive(), "did not end");
      return thrown.get();
    }
  }

  /** What a hand does. */
  interface Work {
    void run() throws Exception;
  }
}
