package multiprocessing.benchmarks;

import multiprocessing.shared.IntValue;
import multiprocessing.shared.Value;
import multiprocessing.sync.Held;

/** Increments a value under its lock, which nobody else wants. */
final class ValueBenchmark implements Benchmark {
  private final IntValue value = Value.ofInt(0);

  @Override
  public double run(int units) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < units; i++) {
      try (Held held = value.hold()) {
        value.set(value.get() + 1);
      }
    }
    return (double) (System.nanoTime() - start) / units;
  }
}
