package multiprocessing;

import multiprocessing.connection.Waitable;

/**
 * The end of a process as something that can be waited for together with connections (Python's
 * {@code Process.sentinel}), from {@link Process#sentinel()}. It becomes ready when the process has
 * ended, and stays so: joining, closing and garbage collection of the {@link Process} change
 * nothing. Valid in this JVM only: it does not travel.
 */
public final class Sentinel implements Waitable {
  private final Role role;

  Sentinel(Role role) {
    this.role = role;
  }

  /**
   * Whether the process has ended. Does not wait.
   *
   * @return true if it has, however it ended
   */
  @Override
  public boolean isReady() {
    return !role.isAlive();
  }

  /** Such as {@code <Sentinel pid=17 alive>}. */
  @Override
  public String toString() {
    return "<Sentinel pid=" + role.pid() + (isReady() ? " ended>" : " alive>");
  }
}
