package multiprocessing.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

@ProcessTest
@HardLimit(seconds = 120)
class BytecodeJobTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void nothingIsLostOrDoubledWhenAWorkerIsKilled() throws Exception {
    String printed = run("--workers", "2", "--limit", "20000", "--chunk", "16");
    assertTrue(printed.contains("killed by this program (SIGKILL)"), printed);
    assertTrue(printed.endsWith("equals sequential one: yes" + System.lineSeparator()), printed);
  }

  @Test
  void nobodyIsKilledIfToldSo() throws Exception {
    String printed = run("--workers", "2", "--limit", "500", "--no-kill");
    assertFalse(printed.contains("killed"), printed);
    assertTrue(printed.endsWith("equals sequential one: yes" + System.lineSeparator()), printed);
  }

  private String run(String... arguments) throws Exception {
    assertEquals(0, BytecodeJob.run(List.of(arguments), new PrintStream(out, true, UTF_8)));
    return out.toString(UTF_8);
  }
}
