package multiprocessing.benchmarks;

/** What the children are told to do. */
final class Tasks {

  private Tasks() {}

  static void nothing() {}

  static int increment(int value) {
    return value + 1;
  }
}
