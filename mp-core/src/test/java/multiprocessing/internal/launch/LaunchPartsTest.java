package multiprocessing.internal.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of a launch that need no second JVM. */
class LaunchPartsTest {
  @TempDir private Path folder;

  @Test
  void classPathIsMadeAbsolute() {
    assertEquals(
        "/base/a:/b.jar:/base:/base/lib/*:/all/*",
        CodePath.absolute("a:/b.jar::lib/*:/all/*", Path.of("/base")));
    assertEquals("/base", CodePath.absolute("", Path.of("/base")));
    assertEquals(Path.of("x").toAbsolutePath().toString(), CodePath.absolute("x", Path.of("")));
  }

  @Test
  void argumentFileQuotesWhatTheLauncherWouldRead() {
    assertEquals(
        "\"a b\"\n\"q\\\"\"\n\"b\\\\s\"\n\"l\\nb\\r\\t\\f\"\n\"\"\n",
        JavaCommand.quoted(List.of("a b", "q\"", "b\\s", "l\nb\r\t\f", "")));
  }

  @Test
  void bootstrapArrivesAsItWasAndNothingMoreIsRead() throws Exception {
    String large = "\u4e2d\ud83d\ude00".repeat(50_000); // more than writeUTF could take
    Bootstrap sent =
        new Bootstrap(
            "n\u00e4me",
            "1:2",
            true,
            4711,
            "parent",
            "spawn",
            20,
            new byte[] {1, 2},
            Map.of("large", large, "empty", ""),
            "4711-a-1",
            new byte[100_000]);
    byte[] bytes = sent.encode();
    InputStream in = new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + 1));
    Bootstrap.await(in);
    Bootstrap read = Bootstrap.read(in);
    assertEquals(0, in.read());
    assertEquals(-1, in.read());
    assertEquals("n\u00e4me", read.name());
    assertEquals("1:2", read.identity());
    assertTrue(read.daemon());
    assertEquals(4711, read.parentPid());
    assertEquals("parent", read.parentName());
    assertEquals("spawn", read.startMethod());
    assertEquals(20, read.logLevel());
    assertEquals(sent.properties(), read.properties());
    assertEquals("4711-a-1", read.classLoader());
    assertArrayEquals(sent.authKey(), read.authKey());
    assertArrayEquals(sent.task(), read.task());
    for (int length : new int[] {0, 3, 20, bytes.length - 1}) {
      assertThrows(
          EOFException.class,
          () -> {
            InputStream cut = new ByteArrayInputStream(Arrays.copyOf(bytes, length));
            Bootstrap.await(cut);
            Bootstrap.read(cut);
          });
    }
  }

  @Test
  void preambleArrivesAsItWasAndNothingMoreIsRead() throws Exception {
    Preamble sent =
        new Preamble(
            "/f",
            "/r",
            "/o",
            Map.of("k", "v"),
            List.of("a.B", "c.D"),
            List.of("e.F"),
            new byte[] {1, 2},
            List.of("g"));
    byte[] bytes = sent.encode();
    InputStream in = new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + 1));
    Preamble read = Preamble.read(in);
    assertEquals("/f /r /o", read.family() + " " + read.report() + " " + read.offer());
    assertEquals(sent.properties(), read.properties());
    assertEquals(sent.preload(), read.preload());
    assertEquals(sent.expected(), read.expected());
    assertArrayEquals(sent.rehearsal(), read.rehearsal());
    assertEquals(0, in.read());
    assertEquals(-1, in.read());
    for (int length : new int[] {0, 3, 20, bytes.length - 1}) {
      assertThrows(
          EOFException.class,
          () -> Preamble.read(new ByteArrayInputStream(Arrays.copyOf(bytes, length))));
    }
  }

  @Test
  void preambleOfAnotherVersionIsRefused() {
    IOException refused =
        assertThrows(
            IOException.class,
            () -> Preamble.read(new ByteArrayInputStream(new byte[] {0, 0, 0, 99})));
    assertTrue(refused.getMessage().startsWith("the parent speaks version 99"));
  }

  @Test
  void reportSaysHowFarTheChildCame() throws Exception {
    Path file = folder.resolve("report");
    assertEquals(new ExitReport.Content(false, false, false, null), ExitReport.read(file));
    Files.writeString(file, "");
    assertEquals(new ExitReport.Content(false, false, false, null), ExitReport.read(file));
    Files.writeString(file, "told\nbegan\nexi");
    assertEquals(new ExitReport.Content(true, true, false, null), ExitReport.read(file));
    Files.writeString(file, "failed two\\nlines, a \\\\n and \u00fc\nexited\n");
    assertEquals(
        new ExitReport.Content(false, false, true, "two\nlines, a \\n and \u00fc"),
        ExitReport.read(file));
    Files.write(file, new byte[] {'b', 'e', 'g', 'a', 'n', '\n', -1});
    assertTrue(ExitReport.read(file).failure().contains("cannot be read"));
  }

  @Test
  void lastLinesAreTheWholeOnesAtTheEnd() throws Exception {
    assertEquals("", pumped(""));
    assertEquals("one\ntwo", pumped("one\ntwo\n"));
    String lines = "a line of the test\n".repeat(1_000);
    String last = pumped(lines);
    assertTrue(last.length() > 3_900 && last.length() <= 4_096, last.length() + " characters");
    assertTrue(lines.startsWith(last), last);
    String exact = "x".repeat(4_095) + "\n";
    assertEquals(exact.strip(), pumped(exact));
  }

  @Test
  void oneLastLineThatIsTooLongIsKeptInPart() throws Exception {
    assertEquals("y".repeat(4_096), pumped("x".repeat(100) + "y".repeat(4_096)));
  }

  @Test
  void signalsHaveNames() {
    assertEquals("exit code 3", Fate.describe(3));
    assertEquals("killed by signal 9 (SIGKILL)", Fate.describe(-9));
    assertEquals("killed by signal 64", Fate.describe(-64));
  }

  private static String pumped(String text) throws InterruptedException {
    LastLines kept = new LastLines();
    OutputPump pump =
        OutputPump.start(
            new ByteArrayInputStream(text.getBytes(Charset.defaultCharset())),
            "mp-test",
            (bytes, count) -> {},
            kept);
    pump.awaitDrained();
    return kept.text();
  }
}
