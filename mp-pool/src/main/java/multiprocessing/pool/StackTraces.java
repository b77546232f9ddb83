package multiprocessing.pool;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces as text, whatever the exception's own methods do. */
final class StackTraces {
  private StackTraces() {}

  static String of(Throwable thrown) {
    try {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text, true));
      return text.toString().stripTrailing();
    } catch (Throwable e) {
      return thrown.getClass().getName()
          + " (its stack trace cannot be printed: "
          + Words.of(e)
          + ")";
    }
  }
}
