package multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.List;
import multiprocessing.pool.AsyncResult;
import multiprocessing.pool.Pool;

/** Gives a warm pool many tasks, then waits for each. */
final class ApplyAsyncBenchmark implements Benchmark {
  private final Pool pool = new Pool(2);
  private final int tasks;

  ApplyAsyncBenchmark(int tasks) {
    this.tasks = tasks;
  }

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, this::applyAll);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void applyAll() throws Exception {
    List<AsyncResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      results.add(pool.applyAsync(Tasks::increment, i));
    }
    for (int i = 0; i < tasks; i++) {
      if (results.get(i).get() != i + 1) {
        throw new IllegalStateException("wrong result of " + i);
      }
    }
  }
}
