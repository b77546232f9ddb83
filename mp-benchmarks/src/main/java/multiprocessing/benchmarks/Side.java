package multiprocessing.benchmarks;

/** Those that are compared: the library with one of the others. */
enum Side {
  JAVA("Java"),
  CPYTHON("CPython"),
  /** What Java does by itself, without this library. */
  PLAIN_JAVA("plain Java");

  private final String title;

  Side(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
