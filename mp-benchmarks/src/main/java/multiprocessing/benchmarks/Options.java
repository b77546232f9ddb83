package multiprocessing.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The command line of {@code ./bench}.
 *
 * @param rows what to measure, in this order
 * @param rounds how often each side measures each row
 * @param python the executable asked for; empty to look for one
 * @param javaHome the JDK of the Java side; empty for the one that runs this
 * @param quick true for a look: a tenth of the units, fewer rounds
 * @param action what to do
 */
record Options(
    List<Row> rows,
    int rounds,
    Optional<String> python,
    Optional<String> javaHome,
    boolean quick,
    Action action) {

  /** What the command line asks for. */
  enum Action {
    MEASURE,
    LIST,
    HELP
  }

  static final String USAGE =
      """
      usage: ./bench [--only NAME[,NAME]] [--rounds N] [--quick] [--java HOME] [--python PATH]
             ./bench --list

        --only NAME[,NAME]  measure only these rows
        --rounds N          measure each row N times on each side (default 5)
        --quick             a tenth of the work and 2 rounds: to look, not to quote
        --java HOME         run the Java side on this JDK
        --python PATH       compare with this Python (default: the newest one found)
        --list              say what there is to measure
      """;

  private static final int ROUNDS = 5;
  private static final int QUICK_ROUNDS = 2;

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it is not understood; the message says what
   */
  static Options parse(String... args) {
    List<Row> rows = Row.listed();
    Optional<Integer> rounds = Optional.empty();
    Optional<String> python = Optional.empty();
    Optional<String> javaHome = Optional.empty();
    boolean quick = false;
    Action action = Action.MEASURE;
    Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
    while (!words.isEmpty()) {
      String option = words.removeFirst();
      switch (option) {
        case "--only" -> rows = rows(value(option, words));
        case "--rounds" -> rounds = Optional.of(positive(option, value(option, words)));
        case "--python" -> python = Optional.of(value(option, words));
        case "--java" -> javaHome = Optional.of(value(option, words));
        case "--quick" -> quick = true;
        case "--list" -> action = Action.LIST;
        case "--help", "-h" -> action = Action.HELP;
        default -> throw new IllegalArgumentException("no such option: " + option);
      }
    }
    int count = rounds.orElse(quick ? QUICK_ROUNDS : ROUNDS);
    return new Options(rows, count, python, javaHome, quick, action);
  }

  private static List<Row> rows(String names) {
    return Arrays.stream(names.split(",", -1)).map(Row::of).distinct().toList();
  }

  private static int positive(String option, String value) {
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(option + " needs a number of at least 1, not " + value);
    }
    return Integer.parseInt(value);
  }

  private static String value(String option, Deque<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.removeFirst();
  }
}
