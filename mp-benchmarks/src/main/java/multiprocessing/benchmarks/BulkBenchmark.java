package multiprocessing.benchmarks;

import multiprocessing.pool.Pool;

/** Gives a warm pool a large array, which answers with its length. */
final class BulkBenchmark implements Benchmark {
  private final Pool pool = new Pool(2);
  private final byte[] bytes;

  BulkBenchmark(int size) {
    this.bytes = new byte[size];
  }

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, this::apply);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void apply() throws Exception {
    int length = pool.apply(Tasks::length, bytes);
    if (length != bytes.length) {
      throw new IllegalStateException("wrong length: " + length);
    }
  }
}
