package multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import multiprocessing.pool.ProcessPoolExecutor;

/** Submits many tasks to a warm executor of two, then waits for each. */
final class ExecutorBenchmark implements Benchmark {

  /** Submits the task "n + 1". */
  @FunctionalInterface
  private interface Submission {
    Future<Integer> submit(int n);
  }

  private final ExecutorService executor;
  private final Submission submission;
  private final int tasks;

  private ExecutorBenchmark(ExecutorService executor, Submission submission, int tasks) {
    this.executor = executor;
    this.submission = submission;
    this.tasks = tasks;
  }

  static ExecutorBenchmark ofProcesses(int tasks) {
    ProcessPoolExecutor executor = new ProcessPoolExecutor(2);
    return new ExecutorBenchmark(executor, n -> executor.submit(() -> Tasks.increment(n)), tasks);
  }

  static ExecutorBenchmark ofThreads(int tasks) {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    return new ExecutorBenchmark(executor, n -> executor.submit(() -> Tasks.increment(n)), tasks);
  }

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, this::submitAll);
  }

  @Override
  public void close() throws InterruptedException {
    executor.shutdown();
    boolean unused = executor.awaitTermination(1, TimeUnit.MINUTES);
  }

  private void submitAll() throws Exception {
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      results.add(submission.submit(i));
    }
    for (int i = 0; i < tasks; i++) {
      if (results.get(i).get() != i + 1) {
        throw new IllegalStateException("wrong result of " + i);
      }
    }
  }
}
