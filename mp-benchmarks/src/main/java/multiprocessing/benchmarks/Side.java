package multiprocessing.benchmarks;

/** The two that are compared. */
enum Side {
  JAVA("Java"),
  CPYTHON("CPython");

  private final String title;

  Side(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
