package multiprocessing.pool;

/**
 * Is told how far a call with many elements has come: {@link TaskOptions#progress}.
 *
 * <p>Called in the process that made the call, by one thread for each call, so it need not be
 * thread-safe unless it is given to several calls at a time: at the beginning, then whenever more
 * is done but at most ten times a second, and once when all is done. It may use the pool. One that
 * throws is reported to the logger, or printed where there is no log, and not called again; the
 * call goes on. While it takes long, tasks go on, but a result that is ready waits for its last
 * call.
 */
@FunctionalInterface
public interface ProgressListener {

  /**
   * More is done.
   *
   * @param done how many elements have their result or exception; never less than before
   * @param total how many there are; -1 if that is not known yet. In the last call of a call that
   *     was not given up it is {@code done}
   */
  void progress(long done, long total);

  /**
   * It is not called any more: all is done, or the call was given up, as when it is cancelled, its
   * iterator is closed, or the pool is terminated.
   */
  default void ended() {}
}
