package multiprocessing.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void withoutOptionsEveryListedRowIsMeasuredFiveTimes() {
    Options options = Options.parse();
    assertEquals(Row.listed(), options.rows());
    assertEquals(5, options.rounds());
    assertEquals(Options.Action.MEASURE, options.action());
  }

  @Test
  void rowsAreMeasuredInTheOrderAskedFor() {
    assertEquals(
        List.of(Row.SPAWN, Row.APPLY), Options.parse("--only", "spawn,apply,spawn").rows());
  }

  @Test
  void quickMeansFewerRoundsUnlessTheyAreNamed() {
    assertEquals(2, Options.parse("--quick").rounds());
    assertEquals(7, Options.parse("--rounds", "7", "--quick").rounds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--only", "--only nothing", "--rounds 0", "--rounds two", "--fast"})
  void whatIsNotUnderstoodIsNamed(String commandLine) {
    String[] words = commandLine.split(" ", -1);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Options.parse(words));
    assertTrue(e.getMessage().contains(words[words.length - 1]), e.getMessage());
  }
}
