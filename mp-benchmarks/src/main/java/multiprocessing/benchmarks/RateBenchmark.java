package multiprocessing.benchmarks;

import java.util.concurrent.TimeUnit;

/** How many tasks a second another benchmark does. */
final class RateBenchmark implements Benchmark {
  private final Benchmark timed;
  private final int tasks;

  /**
   * Counts what another does.
   *
   * @param tasks how many tasks one unit of it is
   */
  RateBenchmark(Benchmark timed, int tasks) {
    this.timed = timed;
    this.tasks = tasks;
  }

  @Override
  public double run(int units) throws Exception {
    return tasks * (double) TimeUnit.SECONDS.toNanos(1) / timed.run(units);
  }

  @Override
  public void close() throws Exception {
    timed.close();
  }
}
