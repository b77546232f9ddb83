package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process prints goes where it was told to go, all of it, before join() returns. */
@ProcessTest
class OutputTest {
  @TempDir private Path folder;

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  @Test
  void consumerHasEveryLineWhenJoinReturns() throws Exception {
    Process process =
        Process.builder()
            .output(Output.to(lines::add))
            .target(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    System.out.println("line " + i);
                  }
                  System.out.print("no end of line");
                })
            .start();
    assertEquals(0, Ask.end(process));
    assertEquals(20_001, lines.size());
    for (int i = 0; i < 20_000; i++) {
      assertEquals("line " + i, lines.get(i));
    }
    assertEquals("no end of line", lines.get(20_000));
  }

  @Test
  void linesArriveInUtf8OrInTheEncodingThatTheOptionsName() throws Exception {
    Process.Builder builder =
        Process.builder()
            .output(Output.to(lines::add))
            .errorOutput(Output.to(lines::add))
            .target(
                () -> {
                  System.out.println("\u00fc \u4e2d \ud83d\ude00");
                  System.out.flush();
                  System.err.println("\u00e9");
                });
    assertEquals(0, Ask.end(builder.start()));
    Collections.sort(lines);
    assertEquals(List.of("\u00e9", "\u00fc \u4e2d \ud83d\ude00"), lines);
    lines.clear();
    builder.jvmOptions("-Dstdout.encoding=UTF-16BE", "-Dstderr.encoding=ISO-8859-1");
    builder.target(() -> System.err.println("\u00e9 in one byte"));
    assertEquals(0, Ask.end(builder.start()));
    assertEquals(List.of("\u00e9 in one byte"), lines);
  }

  @Test
  void slowConsumerIsWaitedForAndHoldsUpTheProcessOnly() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Process process =
        Process.builder()
            .output(
                Output.to(
                    line -> {
                      first.countDown();
                      awaitQuietly(goOn);
                      lines.add(line);
                    }))
            .target(
                at -> {
                  System.out.println("x".repeat(50));
                  Phase.passed(Path.of(at), "printed-one");
                  for (int i = 0; i < 4_000; i++) {
                    System.out.println("x".repeat(50));
                  }
                  Phase.passed(Path.of(at), "printed-all");
                },
                folder.toString())
            .start();
    first.await();
    Phases.in(folder).await("printed-one", Ask.LIMIT);
    // 200,000 bytes do not fit into the pipe
    assertFalse(process.join(java.time.Duration.ofMillis(500)));
    assertFalse(Files.exists(folder.resolve("printed-all@" + process.pid().orElseThrow())));
    goOn.countDown();
    assertEquals(0, Ask.end(process));
    assertEquals(4_001, lines.size());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void consumerThatThrowsIsReportedOnceAndItsLinesAreInherited() {
    try (ChildJvm parent = Ask.jvm(Throws.class).start()) {
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
      assertEquals("got 1\n3\n4\n", parent.stdout());
      assertTrue(parent.stderr().startsWith("Exception in thread \"mp-stdout-"), parent.stderr());
      assertEquals(2, parent.stderr().split("not this one", -1).length, parent.stderr());
    }
  }

  @Test
  void consumerThatIsStuckDoesNotHoldUpJoinForEver() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Process process =
        Process.builder()
            .output(Output.to(line -> awaitQuietly(never)))
            .target(() -> System.out.println("stuck"))
            .start();
    assertEquals(0, Ask.end(process));
    never.countDown();
  }

  @Test
  void mergedStreamsKeepTheirOrder() throws Exception {
    Process process =
        Process.builder()
            .output(Output.to(lines::add))
            .errorOutput(Output.merged())
            .target(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    System.out.println(2 * i);
                    System.out.flush();
                    System.err.println(2 * i + 1);
                    System.err.flush();
                  }
                })
            .start();
    assertEquals(0, Ask.end(process));
    assertEquals(200, lines.size());
    for (int i = 0; i < 200; i++) {
      assertEquals(Integer.toString(i), lines.get(i));
    }
  }

  @Test
  void filesAreEmptiedOrAppendedTo() throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Files.writeString(out, "old\n");
    Files.writeString(err, "old\n");
    Process process =
        Process.builder()
            .output(Output.toFile(out))
            .errorOutput(Output.appendToFile(err))
            .target(
                () -> {
                  System.out.println("new out");
                  System.err.println("new err");
                })
            .start();
    assertEquals(0, Ask.end(process));
    assertEquals("new out\n", Files.readString(out));
    assertEquals("old\nnew err\n", Files.readString(err));
    Process merged =
        Process.builder()
            .output(Output.toFile(out))
            .errorOutput(Output.merged())
            .target(
                () -> {
                  System.out.println("1");
                  System.err.println("2");
                  System.out.println("3");
                })
            .start();
    assertEquals(0, Ask.end(merged));
    assertEquals("1\n2\n3\n", Files.readString(out));
  }

  @Test
  void fileThatCannotBeWrittenStartsNothing() {
    Path file = folder.resolve("no").resolve("such");
    for (boolean error : new boolean[] {false, true}) {
      Process.Builder builder = Process.builder().name("mute").target(() -> {});
      Process process =
          (error
                  ? builder.errorOutput(Output.toFile(file))
                  : builder.output(Output.appendToFile(file)))
              .build();
      String said = assertThrows(ProcessStartException.class, process::start).getMessage();
      assertTrue(
          said.startsWith("cannot start process 'mute': its output cannot go to " + file), said);
      assertEquals(List.of(), Multiprocessing.activeChildren());
    }
  }

  @Test
  void reasonOfAFailedStartIsKnownWhereverStandardErrorGoes() throws Exception {
    Path file = folder.resolve("err");
    Files.writeString(file, "of another run\n");
    for (Output to :
        List.of(
            Output.discard(),
            Output.prefixed(),
            Output.to(lines::add),
            Output.toFile(file),
            Output.appendToFile(file))) {
      assertReason(Process.builder().errorOutput(to));
    }
    assertReason(Process.builder().errorOutput(Output.merged()));
    assertReason(Process.builder().output(Output.toFile(file)).errorOutput(Output.merged()));
    assertReason(Process.builder().output(Output.discard()).errorOutput(Output.merged()));
    assertTrue(lines.toString().contains("NoSuchOption"), lines::toString);
  }

  private static void assertReason(Process.Builder builder) throws Exception {
    Process process = builder.jvmOptions("-XX:NoSuchOption").target(() -> {}).start();
    assertEquals(1, Ask.end(process));
    String lastErrors = process.startFailure().orElseThrow().lastErrors();
    assertTrue(lastErrors.contains("NoSuchOption"), lastErrors);
    assertFalse(lastErrors.contains("another run"), lastErrors);
  }

  @Test
  void lineWithoutAnEndComesInPartsOfWholeCharacters() throws Exception {
    String part = "\u4e2d\ud83d\ude00";
    Process process =
        Process.builder()
            .output(Output.to(lines::add))
            .target(text -> System.out.print(text.repeat(30_000)), part)
            .start();
    assertEquals(0, Ask.end(process));
    assertEquals(4, lines.size()); // 210,000 bytes
    assertEquals(part.repeat(30_000), String.join("", lines));
    for (String line : lines) {
      assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 1 << 16);
    }
  }

  @Test
  void processLeftBehindThatHoldsTheStreamDoesNotHoldUpJoin() throws Exception {
    Process process =
        Process.builder().output(Output.to(lines::add)).target(OutputTest::leaveAnHeir).start();
    assertEquals(0, Ask.end(process));
    assertEquals("heir", lines.get(0).split(" ", 2)[0]);
    long heir = Long.parseLong(lines.get(0).split(" ", 2)[1]);
    ProcessHandle.of(heir).ifPresent(ProcessHandle::destroyForcibly);
    Eventually.until("the heir is gone", Ask.LIMIT, () -> ProcessHandle.of(heir).isEmpty());
  }

  private static void leaveAnHeir() {
    try {
      long pid = new ProcessBuilder("sleep", "60").inheritIO().start().pid();
      System.out.println("heir " + pid);
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void discardedAndPrefixedOutputOfSeveralProcesses() {
    try (ChildJvm parent = Ask.jvm(Prints.class).start()) {
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
      List<String> out = new ArrayList<>(parent.stdout().lines().toList());
      Collections.sort(out);
      assertEquals(List.of("[a] out 1", "[a] out 2", "[b] out 1", "[b] out 2", "merged"), out);
      List<String> err = new ArrayList<>(parent.stderr().lines().toList());
      Collections.sort(err);
      assertEquals(List.of("[a] err", "[b] err"), err);
    }
  }

  @Test
  void standardOutputCannotBeMergedWithItself() {
    String said =
        assertThrows(
                IllegalArgumentException.class, () -> Process.builder().output(Output.merged()))
            .getMessage();
    assertTrue(said.startsWith("standard output cannot be merged with itself"), said);
  }

  /** Main: its consumer fails at the second line. */
  static final class Throws {
    public static void main(String[] args) throws Exception {
      Process process =
          Process.builder()
              .output(
                  Output.to(
                      line -> {
                        if (line.equals("2")) {
                          throw new IllegalStateException("not this one");
                        }
                        System.out.println("got " + line);
                        System.out.flush();
                      }))
              .target(
                  () -> {
                    for (int i = 1; i <= 4; i++) {
                      System.out.println(i);
                    }
                  })
              .start();
      process.join();
    }
  }

  /** Main: children print in all ways. */
  static final class Prints {
    public static void main(String[] args) throws Exception {
      for (String name : new String[] {"a", "b"}) {
        Process.builder()
            .name(name)
            .output(Output.prefixed())
            .errorOutput(Output.prefixed())
            .target(
                () -> {
                  System.out.print("out 1\nout 2");
                  System.err.println("err");
                })
            .start();
      }
      Process.builder()
          .output(Output.discard())
          .errorOutput(Output.discard())
          .target(
              () -> {
                System.out.println("nobody sees this");
                System.err.println("nor this");
              })
          .start();
      Process.builder()
          .errorOutput(Output.merged())
          .target(() -> System.err.println("merged"))
          .start();
    }
  }
}
