package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** What is said, where, and that nothing is said where nobody asked. */
@ProcessTest
class LoggingTest {
  private static final String CONFIGURATION =
      """
      <configuration>
        <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%level %logger %file %method %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="out"/></root>
      </configuration>
      """;

  @TempDir private Path folder;

  @Test
  void withoutAProviderNothingIsPrinted() {
    try (ChildJvm jvm = Ask.jvm(LogsAll.class).classPath(withoutProvider()).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("enabled: false\n", jvm.stdout());
      assertEquals("", jvm.stderr());
    }
  }

  @Test
  void linesOnStandardErrorNameLevelAndProcess() {
    try (ChildJvm jvm = Ask.jvm(LogsToStderr.class).classPath(withoutProvider()).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      List<String> lines =
          jvm.stderr().lines().map(line -> line.replaceAll("pid=\\d+", "pid=N")).toList();
      assertEquals(
          List.of("[INFO/MainProcess] one 1", "[ERROR/renamed] failed", "java.io.IOException: why"),
          lines.subList(0, 3));
      assertTrue(lines.get(3).startsWith("\tat multiprocessing.LoggingTest$LogsToStderr"));
      assertEquals(
          List.of(
              "[INFO/Process-1] child process calling run()",
              "[WARN/Process-1] in the child",
              "[INFO/Process-1] process exiting with exitcode 0",
              "[INFO/renamed] process 'Process-1' ended: pid=N, exit code 0"),
          lines.subList(4, lines.size()));
    }
  }

  @Test
  void taskThatFailsIsTold() {
    try (ChildJvm jvm = Ask.jvm(LogsFailure.class).classPath(withoutProvider()).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      String said = jvm.stderr().replaceAll("pid=\\d+", "pid=N");
      for (String line :
          List.of(
              "[DEBUG/MainProcess] started process 'Process-1': pid=N\n",
              "[INFO/Process-1] process exiting with exitcode 1\n",
              "[INFO/MainProcess] process 'Process-1' ended: pid=N, exit code 1\n")) {
        assertTrue(said.contains(line), said);
      }
    }
  }

  @Test
  void messagesGoToTheProgramsProviderWithTheirCaller() throws Exception {
    try (ChildJvm jvm = Ask.jvm(LogsAll.class).jvmOptions(configured()).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals(
          """
          enabled: true
          INFO multiprocessing LoggingTest.java main info
          WARN multiprocessing LoggingTest.java main warn 1 2
          ERROR multiprocessing LoggingTest.java main error
          """,
          jvm.stdout().replaceAll("(?m)^(java[.]|\tat ).*\n", ""));
      assertTrue(jvm.stdout().contains("java.io.IOException: why"), jvm.stdout());
      assertEquals("", jvm.stderr());
    }
  }

  @Test
  void libraryItselfSpeaksToTheProviderWhenAsked() throws Exception {
    try (ChildJvm jvm = Ask.jvm(AsksLate.class).jvmOptions(configured()).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      String said = jvm.stdout();
      assertTrue(said.startsWith("asks\n"), said);
      assertTrue(said.matches("(?s).* process 'second' ended: pid=\\d+, exit code 0\n"), said);
      assertFalse(said.contains("first"), said);
      assertTrue(said.contains("WARN multiprocessing LoggingTest.java inChild by itself"), said);
    }
  }

  @Test
  void childThatDoesNotLogLoadsNoClassForIt() throws Exception {
    for (String level : List.of("none", "INFO")) {
      Path classes = folder.resolve("classes-" + level);
      try (ChildJvm jvm =
          Ask.jvm(StartsOne.class)
              .arguments(level, classes.toString())
              .classPath(withoutProvider())
              .start()) {
        assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
        assertEquals(level.equals("INFO"), jvm.stderr().contains("/Process-1] child process"));
      }
      String loaded = Files.readString(classes);
      assertTrue(loaded.contains("multiprocessing.ProcessTask"), loaded);
      assertFalse(loaded.contains("org.slf4j"), loaded);
    }
  }

  @Test
  void loggerTravelsAsThatOfTheOtherProcess() {
    try (ChildJvm jvm = Ask.jvm(SendsLogger.class).classPath(withoutProvider()).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("true\ntrue\n", jvm.stdout());
      assertEquals("", jvm.stderr());
    }
  }

  @Test
  void missingStandardErrorIsNoTrouble() {
    try (ChildJvm jvm = Ask.jvm(LogsWithoutStderr.class).classPath(withoutProvider()).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("end\n", jvm.stdout());
    }
  }

  private String configured() throws Exception {
    Path file = Files.writeString(folder.resolve("logback.xml"), CONFIGURATION);
    return "-Dlogback.configurationFile=" + file;
  }

  private static String withoutProvider() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("logback"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Main: logs on every level. */
  static final class LogsAll {
    public static void main(String[] args) {
      Logger logger = Multiprocessing.getLogger();
      System.out.println("enabled: " + logger.isErrorEnabled());
      logger.trace("trace");
      logger.debug("debug");
      logger.info("info");
      logger.warn("warn {} {}", 1, 2);
      logger.error("error", new java.io.IOException("why"));
    }
  }

  /** Main: logs to standard error, in two processes. */
  static final class LogsToStderr {
    public static void main(String[] args) throws InterruptedException {
      Multiprocessing.logToStderr(Level.ERROR);
      Multiprocessing.getLogger().info("too early");
      Logger logger = Multiprocessing.logToStderr(Level.INFO);
      logger.info("one {}", 1);
      logger.debug("too low");
      Multiprocessing.currentProcess().setName("renamed");
      logger.error("failed", new java.io.IOException("why"));
      Process process = new Process(() -> Multiprocessing.getLogger().warn("in the child"));
      process.start();
      process.join();
    }
  }

  /** Main: a child fails. */
  static final class LogsFailure {
    public static void main(String[] args) throws InterruptedException {
      Multiprocessing.logToStderr(Level.DEBUG);
      Process process =
          new Process(
              () -> {
                throw new IllegalStateException("as told");
              });
      process.start();
      process.join();
    }
  }

  /** Main: asks for the logger between two processes. */
  static final class AsksLate {
    public static void main(String[] args) throws InterruptedException {
      Process.builder().name("first").target(() -> {}).start().join();
      System.out.println("asks");
      Multiprocessing.getLogger();
      Process.builder().name("second").target(AsksLate::inChild).start().join();
    }

    private static void inChild() {
      Multiprocessing.getLogger().warn("by itself");
    }
  }

  /** Main: starts a child that writes which classes it loads. */
  static final class StartsOne {
    public static void main(String[] args) throws InterruptedException {
      if (!args[0].equals("none")) {
        Multiprocessing.logToStderr(Level.valueOf(args[0]));
      }
      Process.builder()
          .jvmOptions("-Xlog:class+load:file=" + args[1])
          .target(() -> {})
          .start()
          .join();
    }
  }

  /** Main: gives the logger to a child. */
  static final class SendsLogger {
    public static void main(String[] args) throws InterruptedException {
      Logger logger = Multiprocessing.getLogger();
      compare(logger);
      Process process = new Process(SendsLogger::compare, logger);
      process.start();
      process.join();
    }

    private static void compare(Logger logger) {
      System.out.println(logger == Multiprocessing.getLogger());
    }
  }

  /** Main: has no standard error. */
  static final class LogsWithoutStderr {
    public static void main(String[] args) throws InterruptedException {
      System.setErr(null);
      Multiprocessing.logToStderr(Level.TRACE).error("lost");
      Process process = new Process(() -> {});
      process.start();
      process.join();
      System.out.println("end");
    }
  }
}
