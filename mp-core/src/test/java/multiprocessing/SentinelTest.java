package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The end of a process as something to wait for. */
class SentinelTest extends EachStartMethod {
  @TempDir private Path folder;

  @Test
  void becomesReadyAtTheEndAndStaysSo() throws Exception {
    Process process = new Process(() -> new CountDownLatch(1).await());
    process.start();
    Sentinel sentinel = process.sentinel();
    assertFalse(sentinel.isReady());
    assertSame(sentinel, process.sentinel());
    long pid = process.pid().orElseThrow();
    assertEquals("<Sentinel pid=" + pid + " alive>", sentinel.toString());
    Signal.KILL.send(pid);
    Eventually.until("sentinel is ready", Ask.LIMIT, sentinel::isReady);
    assertEquals(-9, Ask.end(process), "ready means that join returns");
    assertTrue(sentinel.isReady(), "after join");
    process.close();
    assertTrue(sentinel.isReady(), "after close");
    assertEquals("<Sentinel pid=" + pid + " ended>", sentinel.toString());
  }

  @Test
  void parentsSentinelTellsOfItsDeath() throws Exception {
    String at = folder.toString();
    Process middle = new Process(SentinelTest::startsOneThatWatchesIt, at);
    middle.start();
    long grandchild = Phases.in(folder).await("watching", Ask.LIMIT);
    Signal.KILL.send(middle.pid().orElseThrow());
    assertEquals(-9, Ask.end(middle));
    Eventually.until(
        "the grandchild saw it",
        Ask.LIMIT,
        () -> Files.exists(folder.resolve("seen@" + grandchild)));
    Eventually.until(
        "the grandchild has ended", Ask.LIMIT, () -> ProcessHandle.of(grandchild).isEmpty());
  }

  private static void startsOneThatWatchesIt(String at) throws InterruptedException {
    new Process(SentinelTest::watchesParent, at).start();
    new CountDownLatch(1).await();
  }

  private static void watchesParent(String at) throws InterruptedException {
    Process parent = Multiprocessing.parentProcess().orElseThrow();
    Sentinel sentinel = parent.sentinel();
    boolean early = sentinel.isReady();
    multiprocessing.testkit.Phase.passed(Path.of(at), "watching");
    parent.join();
    if (!early && sentinel.isReady()) {
      multiprocessing.testkit.Phase.passed(Path.of(at), "seen");
    }
  }

  @Test
  void whatHasNoEndToWaitForHasNone() throws Exception {
    Process process = new Process(() -> {});
    assertMessage("can only watch a started process", process::sentinel);
    assertMessage(
        "cannot wait for the end of the current process",
        Multiprocessing.currentProcess()::sentinel);
    process.start();
    Ask.end(process);
    process.close();
    assertMessage("process object is closed", process::sentinel);
  }

  @Test
  void doesNotTravel() throws Exception {
    Process process = new Process(() -> {});
    process.start();
    Sentinel sentinel = process.sentinel();
    Process other = new Process(it -> it.isReady(), sentinel);
    SerializationException refused = assertThrows(SerializationException.class, other::start);
    Ask.end(process);
    String path = "task.process.arguments[0].role.";
    assertTrue(refused.getMessage().startsWith(path), refused.getMessage());
  }

  private static void assertMessage(String start, Executable refused) {
    String message = assertThrows(IllegalStateException.class, refused).getMessage();
    assertTrue(message.startsWith(start), message);
  }
}
