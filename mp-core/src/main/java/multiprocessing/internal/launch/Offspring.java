package multiprocessing.internal.launch;

/** Whether this process may have children although it is daemonic, as a pool's worker is. */
public final class Offspring {
  private static volatile boolean allowed;

  private Offspring() {}

  /** From now on it may, for good. */
  public static void allow() {
    allowed = true;
  }

  /** Whether it may. */
  public static boolean isAllowed() {
    return allowed;
  }
}
