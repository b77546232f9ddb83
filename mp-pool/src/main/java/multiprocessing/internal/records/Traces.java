package multiprocessing.internal.records;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces as text. */
final class Traces {
  private Traces() {}

  /** Empty for null. */
  static String of(Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    try {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text, true));
      return text.toString().stripTrailing();
    } catch (RuntimeException e) {
      return thrown.getClass().getName() + " (its stack trace cannot be printed: " + e + ")";
    }
  }
}
