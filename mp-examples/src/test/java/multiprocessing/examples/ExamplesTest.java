package multiprocessing.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void listNamesEveryExample() throws Exception {
    assertEquals(0, run("list"));
    assertTrue(out.toString(UTF_8).contains("bytecode-sequential "));
  }

  @Test
  void unknownNameIsAnsweredWithTheList() throws Exception {
    assertEquals(2, run("nosuch"));
    assertEquals("", out.toString(UTF_8));
    assertTrue(err.toString(UTF_8).startsWith("no example is called 'nosuch'; there are:"));
    assertTrue(err.toString(UTF_8).contains("bytecode-sequential "));
  }

  @Test
  void wrongOptionsAreAnsweredWithTheRightOnes() throws Exception {
    assertEquals(2, run("bytecode-sequential", "--fast"));
    assertEquals(
        "bytecode-sequential: unknown option '--fast'; " + BytecodeOptions.USAGE,
        err.toString(UTF_8).strip());
    err.reset();
    assertEquals(2, run("bytecode-sequential", "--limit", "0"));
    assertEquals(
        "bytecode-sequential: --limit needs a number above 0, not '0'",
        err.toString(UTF_8).strip());
    assertEquals(2, run("bytecode-sequential", "--limit"));
  }

  @Test
  void optionsAreRead() {
    assertEquals(
        new BytecodeOptions(3, 100, 7, false),
        BytecodeOptions.parse(
            List.of("--workers", "3", "--limit", "100", "--chunk", "7", "--no-kill")));
  }

  @Test
  void sequentialRunPrintsTheMostFrequentInstructions() throws Exception {
    assertEquals(0, run("bytecode-sequential", "--limit", "500"));
    String printed = out.toString(UTF_8);
    assertTrue(printed.contains(" instructions in 500 classes"), printed);
    assertTrue(printed.contains("  1.  "), printed);
    assertTrue(printed.contains(" 15.  "), printed);
  }

  @Test
  void classFilesAreListedInOrderAndEachCanBeCounted() {
    List<String> all = ClassFiles.first(Integer.MAX_VALUE);
    assertTrue(all.size() > 5_000, () -> all.size() + " class files");
    assertEquals(all.stream().sorted().toList(), all);
    assertEquals(all.subList(0, 10), ClassFiles.first(10));
    assertTrue(BytecodeSequential.count(all, Progress.on(System.out)).total() > 1_000_000);
  }

  private int run(String... args) throws Exception {
    return Examples.run(
        List.of(args), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }
}
