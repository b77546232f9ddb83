package multiprocessing.pool;

import java.util.function.Supplier;
import multiprocessing.internal.launch.ChildMain;

/** How a worker rebuilds what it was sent. */
final class Rebuilding {
  private Rebuilding() {}

  /**
   * Rebuilds something. The static initializer of a class that is loaded for it may start no
   * processes: it would run in those as well, without end.
   */
  static Object of(Supplier<Object> loading) {
    ChildMain.rebuilds(true);
    try {
      return loading.get();
    } finally {
      ChildMain.rebuilds(false);
    }
  }
}
