package multiprocessing.benchmarks;

import multiprocessing.pool.Pool;

/** Makes pools and gets one result from each; closing them is not timed. */
final class PoolFirstBenchmark implements Benchmark {
  private final boolean warm;

  /**
   * Makes nothing yet.
   *
   * @param warm whether each pool finds a JVM that waits for a task; otherwise it comes right after
   *     the one before
   */
  PoolFirstBenchmark(boolean warm) {
    this.warm = warm;
  }

  @Override
  public double run(int units) throws Exception {
    long elapsedNanos = 0;
    for (int i = 0; i < units; i++) {
      if (warm) {
        Warm.await();
      }
      long start = System.nanoTime();
      try (Pool pool = new Pool(2)) {
        int result = pool.apply(Tasks::increment, 1);
        elapsedNanos += System.nanoTime() - start;
        if (result != 2) {
          throw new IllegalStateException("wrong result: " + result);
        }
      }
    }
    return (double) elapsedNanos / units;
  }
}
