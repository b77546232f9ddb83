package multiprocessing.benchmarks;

import java.util.List;
import java.util.stream.IntStream;
import multiprocessing.pool.Pool;
import multiprocessing.pool.ResultIterator;

/** Iterates over the results of a list of ints, on a warm pool. */
final class IteratorBenchmark implements Benchmark {
  private final Pool pool = new Pool(2);
  private final List<Integer> values;
  private final int chunkSize;
  private final boolean ordered;

  /** Makes the pool and the list. */
  IteratorBenchmark(int length, int chunkSize, boolean ordered) {
    this.values = IntStream.range(0, length).boxed().toList();
    this.chunkSize = chunkSize;
    this.ordered = ordered;
  }

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, this::iterate);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void iterate() {
    long sum = 0;
    try (ResultIterator<Integer> results =
        ordered
            ? pool.imap(Tasks::increment, values, chunkSize)
            : pool.imapUnordered(Tasks::increment, values, chunkSize)) {
      while (results.hasNext()) {
        sum += results.next();
      }
    }
    long length = values.size();
    if (sum != length * (length + 1) / 2) {
      throw new IllegalStateException("wrong sum: " + sum);
    }
  }
}
