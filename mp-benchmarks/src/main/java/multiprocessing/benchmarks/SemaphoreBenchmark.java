package multiprocessing.benchmarks;

import multiprocessing.sync.Semaphore;

/** Takes and gives a permit that nobody else wants. */
final class SemaphoreBenchmark implements Benchmark {
  private final Semaphore semaphore = new Semaphore(1);

  @Override
  public double run(int units) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < units; i++) {
      semaphore.acquire();
      semaphore.release();
    }
    return (double) (System.nanoTime() - start) / units;
  }
}
