package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a JVM can end is told apart. */
@ProcessTest
class EndingsTest {
  @TempDir private Path folder;

  @Test
  void exitCodesWrapAsTheOperatingSystemDoes() throws Exception {
    assertEquals(0, Ask.end(started(() -> System.exit(256))));
    assertEquals(255, Ask.end(started(() -> System.exit(-1))));
    assertEquals(44, Ask.end(started(() -> System.exit(300))));
  }

  @Test
  void endIsDescribedInWords() throws Exception {
    Process process = new Process(() -> System.exit(3));
    assertEquals(Optional.empty(), process.exitDescription());
    process.start();
    assertEquals(3, Ask.end(process));
    assertEquals(Optional.of("exit code 3"), process.exitDescription());
    Process killed = started(() -> Thread.sleep(60_000));
    assertEquals(Optional.empty(), killed.exitDescription());
    killed.kill();
    assertEquals(-9, Ask.end(killed));
    assertEquals(Optional.of("killed by signal 9 (SIGKILL)"), killed.exitDescription());
    assertEquals(Optional.empty(), Multiprocessing.currentProcess().exitDescription());
  }

  @Test
  void lastWordsAreKnownAfterTheEnd() throws Exception {
    Process process =
        new Process(
            () -> {
              System.err.println("disk is full");
              System.exit(3);
            });
    assertEquals("", process.lastErrors());
    process.start();
    assertEquals(3, Ask.end(process));
    assertEquals("disk is full", process.lastErrors());
    assertEquals("", Multiprocessing.currentProcess().lastErrors());
  }

  @Test
  void crashIsToldWithItsRealSignalItsFrameAndTheReport() throws Exception {
    Process process = crashing(EndingsTest::writeToNowhere);
    assertEquals(-6, Ask.end(process));
    String said = process.exitDescription().orElseThrow();
    Path report = reportOf(process);
    assertTrue(
        said.startsWith("killed by signal 6 (SIGABRT): the JVM crashed with SIGSEGV (0xb) at pc="),
        said);
    assertTrue(said.contains(", problematic frame: V  [libjvm.so+0x"), said);
    assertTrue(said.endsWith("; report: " + report), said);
    assertTrue(Files.size(report) > 1_000);
    assertTrue(process.toString().contains("stopped exitcode=-SIGABRT"), process.toString());
    assertEquals(Optional.empty(), process.startFailure());
  }

  @Test
  void crashIsToldOnStandardErrorUnderTheNameOfTheProcess() {
    try (ChildJvm parent = Ask.jvm(Crashes.class).arguments(folder.toString()).start()) {
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
      String pid = parent.awaitLine("child ", Ask.LIMIT).substring("child ".length());
      String line = "process 'unlucky' died: pid=" + pid + ", killed by signal";
      assertTrue(parent.stderr().contains(line), parent.stderr());
    }
  }

  @Test
  void crashBeforeTheTaskBeginsIsInTheStartFailure() throws Exception {
    Process process = new CrashesAtOnce(Process.builder().jvmOptions(errorFile()));
    process.start();
    assertEquals(-6, Ask.end(process));
    String said = process.startFailure().orElseThrow().getMessage();
    assertTrue(said.contains("SIGABRT): the JVM crashed with SIGSEGV (0xb)"), said);
  }

  @Test
  void reportOfAnEarlierProcessWithTheSameIdIsNotBelieved() throws Exception {
    Process process = Process.builder().jvmOptions(errorFile()).target(new Sleeps()).start();
    Path report = reportOf(process);
    Files.writeString(
        report, "#\n# A fatal error has been detected by the Java Runtime Environment:\n# old\n");
    Files.setLastModifiedTime(report, java.nio.file.attribute.FileTime.fromMillis(1));
    process.kill();
    assertEquals(-9, Ask.end(process));
    assertEquals(Optional.of("killed by signal 9 (SIGKILL)"), process.exitDescription());
  }

  @Test
  void outOfMemoryEndsAsItsOptionSays() throws Exception {
    assertEquals(1, Ask.end(eating("-Xmx16m")));
    assertEquals(3, Ask.end(eating("-Xmx16m", "-XX:+ExitOnOutOfMemoryError")));
    Process crashed = eating("-Xmx16m", "-XX:+CrashOnOutOfMemoryError", errorFile());
    assertEquals(-6, Ask.end(crashed));
    String said = crashed.exitDescription().orElseThrow();
    assertTrue(said.contains("OutOfMemory encountered: Java heap space"), said);
  }

  @Test
  void childThatClosesItsOwnStreamsEndsWell() throws Exception {
    assertEquals(
        0,
        Ask.end(
            started(
                () -> {
                  System.out.close();
                  System.err.close();
                })));
  }

  @Test
  void manyProcessesEndWithTheirOwnCodes() throws Exception {
    List<Process> asleep = new ArrayList<>();
    List<Process> terminated = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      asleep.add(started(() -> Thread.sleep(10)));
      terminated.add(started(() -> Thread.sleep(60_000)));
    }
    for (Process process : terminated) {
      process.terminate();
    }
    for (Process process : terminated) {
      assertEquals(-15, Ask.end(process));
    }
    for (Process process : asleep) {
      assertEquals(0, Ask.end(process));
    }
  }

  @Test
  void childWaitsForItsThreadsButNotForDaemonThreads() throws Exception {
    Process process =
        started(
            () -> {
              Thread daemon = new Thread(EndingsTest::sleepLong);
              daemon.setDaemon(true);
              daemon.start();
              new Thread(EndingsTest::exitWithSeven).start();
            });
    assertEquals(7, Ask.end(process));
  }

  private static void exitWithSeven() {
    System.exit(7);
  }

  private static void sleepLong() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process crashing(SerializableRunnable task) {
    return Process.builder().jvmOptions(errorFile()).target(task).start();
  }

  private String errorFile() {
    return "-XX:ErrorFile=" + folder.resolve("hs_err_%p");
  }

  private Path reportOf(Process process) {
    return folder.resolve("hs_err_" + process.pid().orElseThrow());
  }

  private static Process eating(String... options) {
    return Process.builder().jvmOptions(options).target(EndingsTest::eat).start();
  }

  private static void eat() {
    List<long[]> all = new ArrayList<>();
    while (!Thread.interrupted()) {
      all.add(new long[1 << 16]);
    }
    assertFalse(all.isEmpty());
  }

  private static Process started(SerializableRunnable task) {
    Process process = new Process(task);
    process.start();
    return process;
  }

  static void writeToNowhere() throws IOException {
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field instance = type.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      MethodHandle put =
          MethodHandles.lookup()
              .findVirtual(
                  type, "putAddress", MethodType.methodType(void.class, long.class, long.class));
      put.invoke(instance.get(null), 8L, 1L);
    } catch (Throwable e) {
      throw new IOException("did not crash", e);
    }
  }

  /** A task that does nothing for long. */
  static final class Sleeps implements SerializableRunnable {
    private static final long serialVersionUID = 1;

    @Override
    public void call() throws InterruptedException {
      Thread.sleep(60_000);
    }
  }

  static final class CrashesAtOnce extends Process {
    static {
      if (System.getProperty("sun.java.command").contains("ChildMain")) {
        try {
          writeToNowhere();
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }

    CrashesAtOnce(Builder options) {
      super(options);
    }

    @Override
    protected void run() {}
  }

  /** Main: its child crashes. */
  static final class Crashes {
    public static void main(String[] args) throws Exception {
      Process process =
          Process.builder()
              .name("unlucky")
              .jvmOptions("-XX:ErrorFile=" + args[0] + "/report")
              .target(EndingsTest::writeToNowhere)
              .start();
      System.out.println("child " + process.pid().orElseThrow());
      process.join();
    }
  }
}
