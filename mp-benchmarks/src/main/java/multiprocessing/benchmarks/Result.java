package multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured for one row, round by round, or why there is nothing. */
final class Result {
  private final Row row;
  private final Map<Side, List<Double>> measured = new EnumMap<>(Side.class);
  private final Map<Side, String> failures = new EnumMap<>(Side.class);

  Result(Row row) {
    this.row = row;
  }

  Row row() {
    return row;
  }

  void add(Side side, double value) {
    measured.computeIfAbsent(side, unused -> new ArrayList<>()).add(value);
  }

  /** Drops what the side has measured: a row that failed has no number. */
  void fail(Side side, String reason) {
    measured.remove(side);
    failures.put(side, reason);
  }

  Map<Side, String> failures() {
    return failures;
  }

  Optional<Samples> samples(Side side) {
    return Optional.ofNullable(measured.get(side)).map(Samples::of);
  }

  /** Java divided by the other side, each round by itself, where both were measured. */
  Optional<Samples> ratio() {
    List<Double> ours = measured.get(Side.JAVA);
    List<Double> theirs = measured.get(row.other());
    return ours == null || theirs == null
        ? Optional.empty()
        : Optional.of(Samples.ofRatios(ours, theirs));
  }
}
