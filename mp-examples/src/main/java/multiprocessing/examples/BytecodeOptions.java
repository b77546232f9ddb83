package multiprocessing.examples;

import java.util.Iterator;
import java.util.List;

/**
 * The options of the bytecode job.
 *
 * @param workers how many worker processes
 * @param limit how many class files at most, of all in the order of their names
 * @param chunk how many class files travel to a worker at once
 * @param kill whether to kill a worker half-way
 */
record BytecodeOptions(int workers, int limit, int chunk, boolean kill) {
  static final String USAGE = "options: --workers N, --limit N, --chunk N, --no-kill";
  private static final int CHUNK = 64;

  static BytecodeOptions parse(List<String> arguments) {
    int workers = Runtime.getRuntime().availableProcessors();
    int limit = Integer.MAX_VALUE;
    int chunk = CHUNK;
    boolean kill = true;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--workers" -> workers = number(option, rest);
        case "--limit" -> limit = number(option, rest);
        case "--chunk" -> chunk = number(option, rest);
        case "--no-kill" -> kill = false;
        default -> throw new UsageException("unknown option '" + option + "'; " + USAGE);
      }
    }
    return new BytecodeOptions(workers, limit, chunk, kill);
  }

  private static int number(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new UsageException(option + " needs a number; " + USAGE);
    }
    String text = rest.next();
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number that is too small
    }
    throw new UsageException(option + " needs a number above 0, not '" + text + "'");
  }
}
