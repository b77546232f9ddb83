package multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lays the results out as a Markdown table that is also readable as it is. */
final class Table {
  private static final List<String> HEADER =
      List.of("row", "Java", "CPython", "Java / CPython", "target");

  private Table() {}

  static String of(List<Result> results) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    results.forEach(result -> lines.add(cells(result)));
    int[] widths = new int[HEADER.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        table.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
      }
      table.append("|\n");
      if (line.equals(HEADER)) {
        for (int width : widths) {
          table.append('|').append("-".repeat(width + 2));
        }
        table.append("|\n");
      }
    }
    return table.toString();
  }

  private static List<String> cells(Result result) {
    Optional<Samples> ratio = result.ratio();
    return List.of(
        result.row().id(),
        time(result, Side.JAVA),
        time(result, Side.CPYTHON),
        ratio.map(Table::ratio).orElse("-"),
        target(result.row(), ratio));
  }

  private static String time(Result result, Side side) {
    String absent = result.failures().containsKey(side) ? "failed" : "-";
    return result.samples(side).map(samples -> text(result.row(), samples)).orElse(absent);
  }

  private static String text(Row row, Samples samples) {
    if (row.isShare()) {
      return share(samples);
    }
    return row.isMemory() ? memory(samples) : time(samples);
  }

  private static String share(Samples percent) {
    return String.format(
        Locale.ROOT, "%.0f %% (%.0f-%.0f)", percent.median(), percent.min(), percent.max());
  }

  private static String time(Samples nanos) {
    TimeScale scale = TimeScale.of(nanos.median());
    return String.format(
        Locale.ROOT,
        "%s %s (%s-%s)",
        scale.number(nanos.median()),
        scale.symbol(),
        scale.number(nanos.min()),
        scale.number(nanos.max()));
  }

  private static String memory(Samples bytes) {
    return String.format(
        Locale.ROOT,
        "%.1f MB (%.1f-%.1f)",
        bytes.median() / 1e6,
        bytes.min() / 1e6,
        bytes.max() / 1e6);
  }

  private static String ratio(Samples ratio) {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.min(), ratio.max());
  }

  private static String target(Row row, Optional<Samples> ratio) {
    if (row.target().isEmpty()) {
      return "-";
    }
    double target = row.target().getAsDouble();
    String verdict = ratio.map(r -> r.median() <= target ? " met" : " missed").orElse("");
    return String.format(Locale.ROOT, "<= %s%s", target, verdict);
  }

  /** The unit that a number of nanoseconds is best read in. */
  private enum TimeScale {
    NANOS("ns", 1),
    MICROS("us", 1e3),
    MILLIS("ms", 1e6),
    SECONDS("s", 1e9);

    private final String symbol;
    private final double nanos;

    TimeScale(String symbol, double nanos) {
      this.symbol = symbol;
      this.nanos = nanos;
    }

    static TimeScale of(double nanos) {
      TimeScale best = NANOS;
      for (TimeScale scale : values()) {
        if (nanos >= scale.nanos) {
          best = scale;
        }
      }
      return best;
    }

    String symbol() {
      return symbol;
    }

    /** Three significant digits or more. */
    String number(double value) {
      double scaled = value / nanos;
      String format = scaled < 10 ? "%.2f" : scaled < 100 ? "%.1f" : "%.0f";
      return String.format(Locale.ROOT, format, scaled);
    }
  }
}
