package multiprocessing.pool;

import java.io.Closeable;
import multiprocessing.Multiprocessing;
import multiprocessing.internal.stream.Forgotten;

/** What becomes of a pool that is collected without having been closed: it is shut down. */
final class Abandonment {
  /*
   * What lives on in threads refers to the crew, and never to the pool itself: the ledger and the listeners of its
   * workers, the bean, callbacks, iterators' conveyors. Whoever waits for results refers to the pool, so that one is
   * not shut down, nor complained of, in the middle of a call.
   */
  private final Forgotten forgotten;

  private Abandonment(Forgotten forgotten) {
    this.forgotten = forgotten;
  }

  /** Watches a pool; its crew must not refer to it. */
  static Abandonment watch(Object pool, Crew crew) {
    try {
      return new Abandonment(Forgotten.watch(pool, new End(crew), null));
    } catch (OutOfMemoryError e) {
      Multiprocessing.getLogger().warn("no thread to notice that a pool is forgotten: {}", e, e);
      return new Abandonment(null);
    }
  }

  /** The pool was closed: nothing is left to be done for it. */
  void isNone() {
    if (forgotten != null) {
      forgotten.remembered();
    }
  }

  /**
   * The end of a forgotten pool.
   *
   * @param crew the pool's
   */
  private record End(Crew crew) implements Closeable {

    @Override
    public void close() {
      crew.shutdown();
      Multiprocessing.getLogger()
          .warn(
              "a pool was not closed, and nothing refers to it any more: workers={}; they end when"
                  + " they have done what it was given. Use try-with-resources, or call close()",
              crew.size());
    }
  }
}
