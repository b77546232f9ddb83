package multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured for one row: nanoseconds per unit, round by round, or why there is none. */
final class Result {
  private final Row row;
  private final Map<Side, List<Double>> nanos = new EnumMap<>(Side.class);
  private final Map<Side, String> failures = new EnumMap<>(Side.class);

  Result(Row row) {
    this.row = row;
  }

  Row row() {
    return row;
  }

  void add(Side side, double nanosPerUnit) {
    nanos.computeIfAbsent(side, unused -> new ArrayList<>()).add(nanosPerUnit);
  }

  /** Drops what the side has measured: a row that failed has no number. */
  void fail(Side side, String reason) {
    nanos.remove(side);
    failures.put(side, reason);
  }

  Map<Side, String> failures() {
    return failures;
  }

  Optional<Samples> samples(Side side) {
    return Optional.ofNullable(nanos.get(side)).map(Samples::of);
  }

  /** Java divided by CPython, each round by itself, where both were measured. */
  Optional<Samples> ratio() {
    List<Double> ours = nanos.get(Side.JAVA);
    List<Double> theirs = nanos.get(Side.CPYTHON);
    return ours == null || theirs == null
        ? Optional.empty()
        : Optional.of(Samples.ofRatios(ours, theirs));
  }
}
