package multiprocessing.benchmarks;

import multiprocessing.pool.Pool;

/** Calls apply on a warm pool. */
final class ApplyBenchmark implements Benchmark {
  private final Pool pool = new Pool(2);

  @Override
  public double run(int units) throws Exception {
    return Benchmark.median(units, this::apply);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void apply() throws Exception {
    int result = pool.apply(Tasks::increment, 1);
    if (result != 2) {
      throw new IllegalStateException("wrong result: " + result);
    }
  }
}
