package multiprocessing;

/** The start method of processes that were given none of their own. */
final class DefaultContext {
  private static final StartMethod BY_NATURE = StartMethod.FORKSERVER;

  // Mutable state, guarded by the class: null until it is set, or a process is started by default
  private static StartMethod fixed;

  private DefaultContext() {}

  static synchronized void set(StartMethod method, boolean force) {
    if (fixed != null && !force) {
      throw new IllegalStateException(
          "context has already been set: the start method is "
              + fixed
              + ", which processes may rely on; set "
              + method
              + " earlier, or by force");
    }
    fixed = method;
  }

  /** The method now; asking does not fix it. */
  static synchronized StartMethod get() {
    return fixed == null ? BY_NATURE : fixed;
  }

  /** The method for a process that is started now; from here on only force changes it. */
  static synchronized StartMethod use() {
    if (fixed == null) {
      fixed = BY_NATURE;
    }
    return fixed;
  }
}
