package multiprocessing.internal.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What the library says of itself. */
public final class Log {
  /*
   * As in CPython, the library says nothing until the program has asked for its logger, or for lines on standard
   * error. Children inherit the latter, so a child may say something at its very start: nothing here needs a class
   * of SLF4J, which would take time to load. Levels are the numbers of org.slf4j.event.Level.
   */

  /** Above all levels: nothing goes to standard error. */
  public static final int OFF = Integer.MAX_VALUE;

  private static final int INFO = 20;
  private static final int DEBUG = 10;

  // Mutable state, each guarded by being volatile: set rarely, read at each message
  private static volatile int stderrLevel = OFF;
  private static volatile String processName = "MainProcess";
  private static volatile Receiver receiver;

  private Log() {}

  /** Says something that a user may want to know, such as that a process has ended. */
  public static void info(String message) {
    say(INFO, message);
  }

  /** Says something that helps to find a mistake. */
  public static void debug(String message) {
    say(DEBUG, message);
  }

  private static void say(int level, String message) {
    writeToStderr(level, message, null);
    Receiver program = receiver;
    if (program != null) {
      try {
        program.receive(level, message);
      } catch (RuntimeException e) {
        // a log that fails must not change what it tells of
      }
    }
  }

  /** The least level that goes to standard error. */
  public static int stderrLevel() {
    return stderrLevel;
  }

  /** Lets messages of a level, and above, go to standard error; {@link #OFF} for none. */
  public static void setStderrLevel(int level) {
    stderrLevel = level;
  }

  /** Sets the name of this process that stands in each line. */
  public static void setProcessName(String name) {
    processName = name;
  }

  /** Sets who receives all messages of the library, too; null for nobody. */
  public static void setReceiver(Receiver program) {
    receiver = program;
  }

  /** Writes a line such as {@code [INFO/Process-1] message} if its level is high enough. */
  public static void writeToStderr(int level, String message, Throwable cause) {
    PrintStream err = System.err;
    if (level < stderrLevel || err == null) {
      return;
    }
    String line = "[" + nameOf(level) + "/" + processName + "] " + message + "\n";
    if (cause != null) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace, true));
      line += trace;
    }
    err.print(line); // at once, so that lines of several threads do not mix
    err.flush();
  }

  private static String nameOf(int level) {
    return switch (level) {
      case 40 -> "ERROR";
      case 30 -> "WARN";
      case INFO -> "INFO";
      case DEBUG -> "DEBUG";
      default -> "TRACE";
    };
  }

  /** The program's own log. */
  public interface Receiver {

    /**
     * Takes a message.
     *
     * @param level as in {@code org.slf4j.event.Level}
     * @param message the text
     */
    void receive(int level, String message);
  }
}
