package multiprocessing.benchmarks;

import multiprocessing.Context;
import multiprocessing.Multiprocessing;
import multiprocessing.Process;
import multiprocessing.StartMethod;

/** Starts and joins processes with an empty task, one after the other. */
final class SpawnBenchmark implements Benchmark {
  private static final Context CONTEXT = Multiprocessing.getContext(StartMethod.SPAWN);

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, SpawnBenchmark::startAndJoin);
  }

  private static void startAndJoin() throws Exception {
    Process process = Process.builder().context(CONTEXT).target(Tasks::nothing).start();
    process.join();
    Tasks.requireGoodEnd(process);
  }
}
