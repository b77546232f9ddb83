package multiprocessing.pool;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar in a line of a terminal. */
final class TerminalBar implements ProgressListener {
  /*
   * The width is given, because the drawing library asks the terminal for it by native code, of which Java 24 and newer
   * warn. A shell that exports COLUMNS knows better than the usual width; one column stays free for the cursor.
   */
  private static final int USUAL_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 20;

  private final PrintStream terminal;
  private ProgressBar bar;

  /** On a terminal, in a line of which nothing is written yet. */
  TerminalBar(PrintStream terminal) {
    this.terminal = terminal;
  }

  @Override
  public void progress(long done, long total) {
    if (total == 0) {
      return; // there is nothing to draw
    }
    if (bar == null) {
      bar = drawn(total);
    }
    bar.maxHint(total);
    bar.stepTo(done);
  }

  @Override
  public void ended() {
    if (bar != null) {
      bar.close();
      terminal.println();
    }
  }

  private ProgressBar drawn(long total) {
    return new ProgressBarBuilder()
        .setTaskName("")
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(100)
        .setConsumer(
            new DelegatingProgressBarConsumer(line -> terminal.print("\r" + line), columns() - 1))
        .build();
  }

  private static int columns() {
    String told = System.getenv("COLUMNS");
    return told != null && told.matches("[1-9]\\d{1,3}")
        ? Math.max(LEAST_COLUMNS, Integer.parseInt(told))
        : USUAL_COLUMNS;
  }
}
