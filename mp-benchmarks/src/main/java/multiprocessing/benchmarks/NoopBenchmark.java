package multiprocessing.benchmarks;

/** No processes at all, only the CPU: checks the harness itself. */
final class NoopBenchmark implements Benchmark {

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, NoopBenchmark::count);
  }

  private static void count() {
    if (Tasks.compute(1_000) == 1) {
      throw new IllegalStateException("wrong state");
    }
  }
}
