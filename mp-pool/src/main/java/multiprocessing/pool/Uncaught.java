package multiprocessing.pool;

import java.io.PrintWriter;
import java.io.Writer;
import multiprocessing.Multiprocessing;
import org.slf4j.Logger;

/**
 * Tells of what user's code has thrown where nobody catches it, in a thread that goes on; throws
 * nothing itself.
 */
final class Uncaught {
  private Uncaught() {}

  /** To the library's logger; where that is not heard, as {@link #tell}. */
  static void log(String what, Throwable thrown) {
    boolean told = false;
    try {
      told = Multiprocessing.getLogger().isWarnEnabled() && isLogged(what, thrown);
    } catch (Throwable e) {
      // a log that fails is none
    }
    if (!told) {
      tell(thrown);
    }
  }

  private static boolean isLogged(String what, Throwable thrown) {
    Logger logger = Multiprocessing.getLogger();
    try {
      logger.warn("{}: {}", what, Words.of(thrown), thrown);
    } catch (Throwable e) { // the exception cannot be printed, or not by this log
      logger.warn("{}: {}", what, StackTraces.of(thrown));
    }
    return true;
  }

  /** To the handler of this thread, as if that ended of it: by default, it is printed. */
  static void tell(Throwable thrown) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, printable(thrown));
    } catch (Throwable e) {
      // as where a thread ends, nobody is told what the handler itself throws
    }
  }

  private static Throwable printable(Throwable thrown) {
    try {
      thrown.printStackTrace(new PrintWriter(Writer.nullWriter()));
      return thrown;
    } catch (Throwable e) {
      return new IllegalStateException("an exception that cannot be printed: " + Words.of(thrown));
    }
  }
}
