package multiprocessing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventType;
import org.junit.platform.testkit.engine.Events;

/** One test leaks one thing of each kind; each of these says that its kind was noticed. */
class NothingLeftTest {
  private static final long ME = ProcessHandle.current().pid();
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"), "mp-leak-" + ME);
  private static final Path SEGMENT = SHARED_MEMORY.resolve("testkit-leak-" + ME);

  private static Process child;
  private static Process parentOfZombie;
  private static long orphan;
  private static CountDownLatch end;
  private static String message;

  @BeforeAll
  static void leak() {
    end = new CountDownLatch(1);
    Events tests = run(LeavesOneOfEach.class);
    assertEquals(1, tests.failed().count());
    message = failure(tests);
  }

  @AfterAll
  static void clean() throws IOException {
    end.countDown();
    ProcessHandle.of(orphan)
        .ifPresent(
            process -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
    Files.deleteIfExists(FOLDER.resolve("socket"));
    Files.deleteIfExists(FOLDER);
    Files.deleteIfExists(SEGMENT);
  }

  @Test
  void leftChildIsNamedWithItsCommandLineAndKilled() {
    assertHas("process pid " + child.pid() + " sleep 61");
    Eventually.until("child killed", Duration.ofSeconds(5), () -> !child.isAlive());
  }

  @Test
  void leftZombieCounts() {
    assertHas("(zombie)");
    assertHas("process pid " + parentOfZombie.pid() + " sleep 62");
  }

  @Test
  void orphanOfTheLibraryIsNamed() {
    assertHas("orphan pid " + orphan + " ");
  }

  @Test
  void leftFolderIsNamedWithWhatIsInIt() {
    assertHas("folder " + FOLDER + "[socket]");
  }

  @Test
  void leftSharedMemoryIsNamed() {
    if (Files.isDirectory(SHARED_MEMORY)) {
      assertHas("file " + SEGMENT);
    }
  }

  @Test
  void leftThreadsAreShownWithTheirStacks() {
    assertHas("thread \"stray\" WAITING");
    assertHas("thread \"mp-stray\" daemon WAITING");
    assertHas("CountDownLatch.await");
    assertFalse(message.contains("harmless"), message);
  }

  @Test
  void whatWasThereBeforeIsTolerated() {
    assertEquals(1, run(LeavesNothing.class).succeeded().count());
  }

  @Test
  void quiesceIsCalledBeforeTheCheck() {
    CountsQuiesce.calls = 0;
    run(LeavesNothing.class);
    assertEquals(1, CountsQuiesce.calls);
  }

  private static void assertHas(String part) {
    assertTrue(message.contains(part), () -> "'" + part + "' is not in: " + message);
  }

  private static Events run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .execute()
        .testEvents();
  }

  private static String failure(Events tests) {
    return tests.stream()
        .filter(event -> event.getType() == EventType.FINISHED)
        .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
        .map(result -> result.getThrowable().map(Throwable::getMessage).orElse(""))
        .findFirst()
        .orElseThrow();
  }

  private static Process sh(String script) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", script)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Run by the test above only. */
  @ExtendWith(NothingLeft.class)
  static class LeavesOneOfEach {
    @Test
    void leaves() throws Exception {
      child = new ProcessBuilder("sleep", "61").start();
      parentOfZombie = sh("true & exec sleep 62");
      Process adopts = sh("sh -c 'sleep 63; : multiprocessing' >/dev/null & echo $!");
      orphan =
          Long.parseLong(
              new String(adopts.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
      assertTrue(adopts.waitFor(10, TimeUnit.SECONDS));
      Files.createDirectory(FOLDER);
      Files.createFile(FOLDER.resolve("socket"));
      if (Files.isDirectory(SHARED_MEMORY)) {
        Files.createFile(SEGMENT);
      }
      for (String name : List.of("stray", "mp-stray", "harmless")) {
        Thread thread = new Thread(NothingLeftTest::awaitEnd, name);
        thread.setDaemon(!name.equals("stray"));
        thread.start();
      }
    }
  }

  private static void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Run by the tests above only. */
  @ExtendWith(NothingLeft.class)
  static class LeavesNothing {
    @Test
    void leavesOnlyWhatIsGoneInAMoment() throws Exception {
      sh("sleep 0.3");
    }
  }
}
