package multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.List;
import multiprocessing.Context;
import multiprocessing.Multiprocessing;
import multiprocessing.Process;
import multiprocessing.StartMethod;

/** Starts many processes before it joins the first. */
final class StartManyBenchmark implements Benchmark {
  private static final Context CONTEXT = Multiprocessing.getContext(StartMethod.FORKSERVER);

  private final int count;

  StartManyBenchmark(int count) {
    this.count = count;
  }

  @Override
  public double run(int units) throws Exception {
    long nanos = 0;
    for (int i = 0; i < units; i++) {
      Warm.await();
      long start = System.nanoTime();
      List<Process> all = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        all.add(Process.builder().context(CONTEXT).target(Tasks::nothing).start());
      }
      for (Process process : all) {
        process.join();
      }
      nanos += System.nanoTime() - start;
      for (Process process : all) {
        Tasks.requireGoodEnd(process);
      }
    }
    return (double) nanos / units;
  }
}
