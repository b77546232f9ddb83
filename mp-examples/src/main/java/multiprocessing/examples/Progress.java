package multiprocessing.examples;

import java.io.Console;
import java.io.PrintStream;

/** One line that is overwritten as work goes on; nothing at all where the output is no terminal. */
final class Progress {
  private final PrintStream out;
  private final boolean visible;

  // Mutable state, confined to the thread that reports
  private int shown;

  private Progress(PrintStream out, boolean visible) {
    this.out = out;
    this.visible = visible;
  }

  static Progress on(PrintStream out) {
    return new Progress(out, isTerminal());
  }

  void show(String text) {
    if (visible) {
      out.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
      out.flush();
      shown = text.length();
    }
  }

  /** Takes the line away, so that what is printed next starts on an empty one. */
  void clear() {
    show("");
    if (visible) {
      out.print("\r");
    }
  }

  /** Since JDK 22 there is a console without a terminal, and a method that says which it is. */
  @SuppressWarnings("SystemConsoleNull") // null is what older JDKs say
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // an older JDK, where a console is a terminal
    }
  }
}
