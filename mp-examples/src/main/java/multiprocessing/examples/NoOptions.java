package multiprocessing.examples;

import java.util.List;

/** For examples that have none. */
final class NoOptions {
  private NoOptions() {}

  static void require(List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new UsageException("unknown option '" + arguments.get(0) + "'; there are none");
    }
  }
}
