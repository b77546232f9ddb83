package multiprocessing.benchmarks;

import java.util.Arrays;
import java.util.List;

/** The rounds of one row on one side: their median, and how far they lie apart. */
record Samples(double median, double min, double max) {

  static Samples of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no samples");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Samples(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** One sample divided by another, round by round. */
  static Samples ofRatios(List<Double> dividends, List<Double> divisors) {
    double[] ratios = new double[Math.min(dividends.size(), divisors.size())];
    Arrays.setAll(ratios, i -> dividends.get(i) / divisors.get(i));
    return of(Arrays.stream(ratios).boxed().toList());
  }
}
