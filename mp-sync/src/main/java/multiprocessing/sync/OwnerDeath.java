package multiprocessing.sync;

/** What becomes of a lock whose holder's process dies. CPython has no such choice: it hangs. */
public enum OwnerDeath {
  /**
   * It is abandoned: what it guards may be half done, and every acquire throws {@link
   * OwnerDiedException} until somebody calls {@code recover()}. The default.
   */
  ABANDON,

  /** It is free, as if its holder had released it. */
  RELEASE
}
