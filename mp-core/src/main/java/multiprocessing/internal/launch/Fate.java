package multiprocessing.internal.launch;

/**
 * How a child JVM ended.
 *
 * @param exitCode 0, the code it exited with, or minus the number of the signal that killed it
 * @param taskBegan whether it came as far as its task
 * @param failure what the child itself said of why its task could not begin, or null
 * @param lastErrors the last lines that it wrote to standard error; may be empty
 * @param cause what is known of the cause, as what its JVM reported of its crash, or null
 */
public record Fate(
    int exitCode, boolean taskBegan, String failure, String lastErrors, String cause) {

  /**
   * The status in words, such as {@code exit code 3} or {@code killed by signal 6 (SIGABRT): the
   * JVM crashed with SIGSEGV ...}.
   */
  public String status() {
    return cause == null ? describe(exitCode) : describe(exitCode) + ": " + cause;
  }

  /** An exit code in words. */
  public static String describe(int exitCode) {
    if (exitCode >= 0) {
      return "exit code " + exitCode;
    }
    String name = signalName(-exitCode);
    return "killed by signal " + -exitCode + (name.isEmpty() ? "" : " (" + name + ")");
  }

  /** An exit code as CPython prints it: {@code 3}, {@code -SIGKILL}, {@code -34}. */
  public static String abbreviate(int exitCode) {
    String name = exitCode < 0 ? signalName(-exitCode) : "";
    return name.isEmpty() ? Integer.toString(exitCode) : "-" + name;
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 1 -> "SIGHUP";
      case 2 -> "SIGINT";
      case 3 -> "SIGQUIT";
      case 4 -> "SIGILL";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 8 -> "SIGFPE";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV";
      case 13 -> "SIGPIPE";
      case 15 -> "SIGTERM";
      case 24 -> "SIGXCPU";
      default -> "";
    };
  }
}
