package multiprocessing.benchmarks;

/** No processes at all, only the CPU: checks the harness itself. */
final class NoopBenchmark implements Benchmark {

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, NoopBenchmark::count);
  }

  private static void count() {
    int state = 1;
    for (int i = 0; i < 1_000; i++) {
      state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    }
    if (state == 1) {
      throw new IllegalStateException("wrong state");
    }
  }
}
