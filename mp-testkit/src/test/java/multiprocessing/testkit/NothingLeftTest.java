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
  private static final Path OUTSIDE = FOLDER.resolveSibling("mp-outside-" + ME);
  private static final Path STRANGE = FOLDER.resolveSibling("mp-strange-" + ME);
  private static final Path SEGMENT = SHARED_MEMORY.resolve("testkit-leak-" + ME);

  private static Process child;
  private static Process parentOfZombie;
  private static long orphan;
  private static long namelessOrphan;
  private static long strangeOrphan;
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
    killTree(orphan);
    killTree(namelessOrphan);
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
  void leftFolderIsNamedWithWhatIsInItThoughAnOrphanHasItOpen() {
    assertTrue(ProcessHandle.of(namelessOrphan).isPresent());
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
  void whatALivingOutsiderHasOpenIsTolerated() throws Exception {
    long outsider =
        orphan(
            "sh -c 'until [ -d "
                + OUTSIDE
                + " ]; do sleep 0.05; done; exec sleep 66 9>"
                + OUTSIDE
                + "/open'");
    try {
      assertEquals(1, run(SeesAnOutsiderAtWork.class).succeeded().count());
    } finally {
      killTree(outsider);
      Files.deleteIfExists(OUTSIDE.resolve("open"));
      Files.deleteIfExists(OUTSIDE);
    }
  }

  @Test
  void orphanOfATestJvmBesideThisOneIsTolerated() throws IOException {
    try {
      assertEquals(1, run(SeesAnOrphanOfAnotherFork.class).succeeded().count());
    } finally {
      killTree(strangeOrphan);
      Files.deleteIfExists(STRANGE);
    }
  }

  @Test
  void quiesceIsCalledBeforeTheCheck() {
    CountsQuiesce.calls = 0;
    run(LeavesNothing.class);
    assertEquals(1, CountsQuiesce.calls);
  }

  private static void killTree(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(
            process -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
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
      orphan = orphan("sh -c 'sleep 63; : multiprocessing'");
      Files.createDirectory(FOLDER);
      Files.createFile(FOLDER.resolve("socket"));
      namelessOrphan = orphan("sleep 65 9>" + FOLDER.resolve("socket"));
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

  /** Starts a command whose parent ends at once, and returns its pid. */
  private static long orphan(String command) throws Exception {
    Process parent = sh(command + " >/dev/null & echo $!");
    byte[] said = parent.getInputStream().readAllBytes();
    assertTrue(parent.waitFor(10, TimeUnit.SECONDS));
    return Long.parseLong(new String(said, StandardCharsets.UTF_8).strip());
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

  /** Run by the test above only. */
  @ExtendWith(NothingLeft.class)
  static class SeesAnOutsiderAtWork {
    @Test
    void sees() throws Exception {
      Files.createDirectory(OUTSIDE);
      Eventually.until(
          "outsider has its file open",
          Duration.ofSeconds(10),
          () -> Files.exists(OUTSIDE.resolve("open")));
    }
  }

  /** Run by the test above only. */
  @ExtendWith(NothingLeft.class)
  static class SeesAnOrphanOfAnotherFork {
    @Test
    void sees() throws Exception {
      strangeOrphan =
          orphan(
              Outsiders.FORK
                  + "=another sh -c 'exec 9>"
                  + STRANGE
                  + "; sleep 67; : multiprocessing'");
      Eventually.until("it has its file open", Duration.ofSeconds(10), () -> Files.exists(STRANGE));
    }
  }
}
