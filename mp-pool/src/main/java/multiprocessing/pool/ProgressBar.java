package multiprocessing.pool;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One line on a terminal that is drawn again and again. */
final class ProgressBar implements ProgressListener {
  private static final int CELLS = 30;

  private final Appendable terminal;
  private final Pace pace = new Pace();
  private int drawn;

  /** On a terminal, in a line of which nothing is written yet. */
  ProgressBar(Appendable terminal) {
    this.terminal = terminal;
  }

  @Override
  public void progress(long done, long total) {
    String line = (total > 0 ? bar(done, total) : "") + pace.describe(done, total);
    write("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
    drawn = line.length();
  }

  @Override
  public void ended() {
    write("\n");
  }

  private static String bar(long done, long total) {
    int full = (int) (CELLS * Math.min(done, total) / total);
    return "[" + "=".repeat(full) + " ".repeat(CELLS - full) + "] ";
  }

  private void write(String text) {
    try {
      terminal.append(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** How far, how fast, in words. */
  static final class Pace {
    private final long start = System.nanoTime();

    String describe(long done, long total) {
      return describe(done, total, System.nanoTime() - start);
    }

    static String describe(long done, long total, long nanos) {
      String time = seconds(nanos);
      if (total < 0) {
        return done + " done, " + time;
      }
      String share = total == 0 ? "100" : String.valueOf((long) (100.0 * done / total));
      String left =
          done == 0 || done >= total
              ? ""
              : ", " + seconds((long) (nanos * ((double) (total - done) / done))) + " left";
      return share + "% " + done + "/" + total + ", " + time + left;
    }

    private static String seconds(long nanos) {
      long whole = TimeUnit.NANOSECONDS.toSeconds(nanos);
      return whole < 3600
          ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
          : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
  }
}
