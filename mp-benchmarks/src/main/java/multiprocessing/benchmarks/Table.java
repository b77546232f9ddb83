package multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lays the results out as Markdown tables that are also readable as they are. */
final class Table {
  private Table() {}

  /** A table for each side that ours is compared with. */
  static String of(List<Result> results) {
    return Arrays.stream(Side.values())
        .map(other -> results.stream().filter(result -> result.row().other() == other).toList())
        .filter(compared -> !compared.isEmpty())
        .map(Table::table)
        .collect(Collectors.joining("\n"));
  }

  private static String table(List<Result> results) {
    String ours = Side.JAVA.title();
    String others = results.get(0).row().other().title();
    List<String> header = List.of("row", ours, others, ours + " / " + others, "target");
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    results.forEach(result -> lines.add(cells(result)));
    int[] widths = new int[header.size()];
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
      if (line.equals(header)) {
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
        measured(result, Side.JAVA),
        measured(result, result.row().other()),
        ratio.map(Table::ratio).orElse("-"),
        target(result, ratio));
  }

  private static String measured(Result result, Side side) {
    String absent = result.failures().containsKey(side) ? "failed" : "-";
    return result.samples(side).map(samples -> text(result.row(), samples)).orElse(absent);
  }

  private static String text(Row row, Samples samples) {
    return switch (row.measure()) {
      case TIME -> time(samples);
      case MEMORY -> memory(samples);
      case SHARE -> share(samples);
      case RATE -> rate(samples);
    };
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

  private static String rate(Samples perSecond) {
    return String.format(
        Locale.ROOT,
        "%.0f k/s (%.0f-%.0f)",
        perSecond.median() / 1e3,
        perSecond.min() / 1e3,
        perSecond.max() / 1e3);
  }

  private static String ratio(Samples ratio) {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.min(), ratio.max());
  }

  private static String target(Result result, Optional<Samples> ratio) {
    Row row = result.row();
    if (row.target().isEmpty()) {
      return "-";
    }
    double target = row.target().getAsDouble();
    if (row.measure() == Measure.RATE) {
      Optional<Samples> ours = result.samples(Side.JAVA);
      String verdict = ours.map(r -> r.median() >= target ? " met" : " missed").orElse("");
      return String.format(Locale.ROOT, ">= %.0f k/s%s", target / 1e3, verdict);
    }
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
