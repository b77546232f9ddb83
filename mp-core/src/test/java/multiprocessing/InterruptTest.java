package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import multiprocessing.connection.Pipe;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt reaches the task, whatever the task is doing, and nobody waits for that. */
class InterruptTest extends EachStartMethod {
  @TempDir private Path folder;

  @Test
  void interruptThatIsNotCaughtEndsTheTaskWithCodeOneAndItsTrace() throws Exception {
    String at = folder.toString();
    Process process =
        Process.builder()
            .name("sleeper")
            .target(
                () -> {
                  System.setErr(new PrintStream(at + "/err"));
                  Phase.passed(Path.of(at), "task");
                  new CountDownLatch(1).await();
                })
            .start();
    Phases.in(folder).await("task", Ask.LIMIT);
    process.interrupt();
    assertEquals(1, Ask.end(process));
    List<String> lines = Files.readAllLines(folder.resolve("err"));
    assertEquals("Process sleeper:", lines.get(0));
    assertEquals("java.lang.InterruptedException", lines.get(1));
    process.interrupt(); // it has ended: nothing happens
  }

  @Test
  void taskThatCatchesAnInterruptLivesOnAndCanBeInterruptedAgain() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      Process process =
          new Process(
              says -> {
                for (int i = 0; i < 3; i++) {
                  says.send("waiting");
                  assertThrows(InterruptedException.class, new CountDownLatch(1)::await);
                }
                says.send("caught all");
              },
              pipe.second());
      process.start();
      for (int i = 0; i < 3; i++) {
        assertEquals("waiting", pipe.first().recv());
        process.interrupt();
      }
      assertEquals("caught all", pipe.first().recv());
      assertEquals(0, Ask.end(process));
    }
  }

  @Test
  void interruptBeforeTheTaskBeginsIsKeptForIt() throws Exception {
    for (byte[] task : new byte[][] {new byte[1], new byte[1 << 20]}) { // short and long to write
      Process process =
          new Process(
              bytes -> {
                assertThrows(InterruptedException.class, () -> Thread.sleep(60_000));
                System.exit(21);
              },
              task);
      process.start();
      process.interrupt();
      assertEquals(21, Ask.end(process));
    }
  }

  @Test
  void interruptAfterTheTaskReturnedDoesNothing() throws Exception {
    String at = folder.toString();
    Process process = new Process(() -> new Thread(() -> afterTheTask(at)).start());
    process.start();
    Phases.in(folder).await("main-is-over", Ask.LIMIT);
    process.interrupt();
    Phases.in(folder).release("main-is-over");
    assertEquals(0, Ask.end(process));
  }

  private static void afterTheTask(String at) {
    // the main thread becomes DestroyJavaVM when it has returned
    Eventually.until(
        "the main thread is over",
        Ask.LIMIT,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("DestroyJavaVM")));
    Phase.reached(Path.of(at), "main-is-over");
  }

  @Test
  void stoppedChildDoesNotHoldUpTheCallerAndIsInterruptedWhenItGoesOn() throws Exception {
    String at = folder.toString();
    Process process =
        new Process(
            () -> {
              Phase.passed(Path.of(at), "task");
              new CountDownLatch(1).await();
            });
    process.start();
    long pid = Phases.in(folder).await("task", Ask.LIMIT);
    Signal.STOP.send(pid);
    for (int i = 0; i < 200_000; i++) { // more than a pipe holds
      process.interrupt();
    }
    assertTrue(process.isAlive());
    Signal.CONT.send(pid);
    assertEquals(1, Ask.end(process));
  }

  @Test
  void childThatIsKilledWithAFullPipeLeavesNoThread() throws Exception {
    Process process = new Process(() -> new CountDownLatch(1).await());
    process.start();
    Signal.STOP.send(process.pid().orElseThrow());
    for (int i = 0; i < 200_000; i++) {
      process.interrupt();
    }
    process.kill();
    assertEquals(-9, Ask.end(process));
    process.interrupt();
  }

  @Test
  void manyThreadsMayInterrupt() throws Exception {
    Process process =
        new Process(
            () -> {
              for (int i = 0; i < 8; i++) {
                assertThrows(InterruptedException.class, new CountDownLatch(1)::await);
              }
            });
    process.start();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (process.isAlive()) {
                  process.interrupt();
                  Thread.onSpinWait();
                }
              });
      threads.add(thread);
      thread.start();
    }
    assertEquals(0, Ask.end(process));
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void onlyAChildThatWasStartedCanBeInterrupted() throws Exception {
    Process process = new Process(() -> {});
    refused("can only interrupt a started process", process);
    refused("can only interrupt a child process", Multiprocessing.currentProcess());
    process.start();
    assertEquals(0, Ask.end(process));
    process.close();
    refused("process object is closed", process);
  }

  private static void refused(String why, Process process) {
    String said = assertThrows(IllegalStateException.class, process::interrupt).getMessage();
    assertTrue(said.startsWith(why), said);
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
