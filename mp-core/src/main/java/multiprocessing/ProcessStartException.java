package multiprocessing;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A process that could not be started, or that ended before its task began. The message says why as
 * far as it is known, with the last lines that the child wrote to standard error.
 */
public final class ProcessStartException extends ProcessException {
  private static final long serialVersionUID = 1;
  private static final int UNKNOWN = Integer.MIN_VALUE;

  private final long pid;
  private final int status;
  private final String lastErrors;

  /**
   * Creates an exception for a process that the operating system did not start.
   *
   * @param message what failed, then facts, then advice
   * @param cause what the operating system said, or null
   */
  public ProcessStartException(String message, Throwable cause) {
    super(message, cause);
    this.pid = -1;
    this.status = UNKNOWN;
    this.lastErrors = "";
  }

  /**
   * Creates an exception for a process that ended before its task began.
   *
   * @param message what failed, then facts, then advice
   * @param pid the id that the process had
   * @param exitCode its exit code, or minus the number of the signal that killed it
   * @param lastErrors the last lines that it wrote to standard error; may be empty
   */
  public ProcessStartException(String message, long pid, int exitCode, String lastErrors) {
    super(message);
    this.pid = pid;
    this.status = exitCode;
    this.lastErrors = lastErrors;
  }

  /**
   * The id that the process had.
   *
   * @return empty if the operating system did not start it
   */
  public OptionalLong pid() {
    return pid < 0 ? OptionalLong.empty() : OptionalLong.of(pid);
  }

  /**
   * How the process ended.
   *
   * @return its exit code, or minus the number of the signal that killed it; empty if it never ran
   */
  public OptionalInt exitCode() {
    return status == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /**
   * The last lines that the process wrote to standard error.
   *
   * @return the text; empty if there was none
   */
  public String lastErrors() {
    return lastErrors;
  }
}
