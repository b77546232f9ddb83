package multiprocessing.benchmarks;

import java.util.Collections;
import java.util.List;
import multiprocessing.pool.Pool;

/** Tasks that only compute, on a warm pool. */
final class CpuBoundBenchmark implements Benchmark {
  private final Pool pool = new Pool(2);
  private final List<Integer> tasks;
  private final int result;

  /** Makes the pool and the tasks, each of so many steps. */
  CpuBoundBenchmark(int tasks, int steps) {
    this.tasks = Collections.nCopies(tasks, steps);
    this.result = Tasks.compute(steps);
  }

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, this::map);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void map() throws Exception {
    List<Integer> results = pool.map(Tasks::compute, tasks);
    if (!results.equals(Collections.nCopies(tasks.size(), result))) {
      throw new IllegalStateException("wrong results");
    }
  }
}
