package multiprocessing.benchmarks;

import java.util.OptionalInt;
import multiprocessing.Process;

/** Starts and joins processes with an empty task, one after the other. */
final class SpawnBenchmark implements Benchmark {

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, SpawnBenchmark::startAndJoin);
  }

  private static void startAndJoin() throws Exception {
    Process process = new Process(Tasks::nothing);
    process.start();
    process.join();
    if (!process.exitCode().equals(OptionalInt.of(0))) {
      throw new IllegalStateException("child failed: exitCode=" + process.exitCode());
    }
  }
}
