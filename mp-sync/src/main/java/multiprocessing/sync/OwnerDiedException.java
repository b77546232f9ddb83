package multiprocessing.sync;

import java.time.Instant;
import multiprocessing.ProcessException;

/**
 * The process that held a lock has died: what the lock guards may be half done. Thrown by every
 * acquire until somebody has put that right and calls {@code recover()}.
 */
public final class OwnerDiedException extends ProcessException {
  private static final long serialVersionUID = 1;

  private final long pid;
  private final String processName;
  private final Instant since;

  OwnerDiedException(String what, long pid, String processName, Instant since) {
    super(
        "the process that held "
            + what
            + " has died: pid="
            + pid
            + ", name="
            + (processName.isEmpty() ? "unknown" : processName)
            + ", found dead at "
            + since
            + "; check what the lock guards, then call recover()");
    this.pid = pid;
    this.processName = processName;
    this.since = since;
  }

  /**
   * The process that died.
   *
   * @return its process id, which another process may have by now
   */
  public long pid() {
    return pid;
  }

  /**
   * Its name.
   *
   * @return such as {@code Process-1}; empty if it died while it took the lock for the first time
   */
  public String processName() {
    return processName;
  }

  /**
   * When the first process found it dead.
   *
   * @return by the machine's clock
   */
  public Instant since() {
    return since;
  }
}
