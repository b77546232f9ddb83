package multiprocessing.examples;

import java.io.PrintStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import multiprocessing.pool.AsyncResult;
import multiprocessing.pool.Pool;
import multiprocessing.pool.WorkerStatus;

/*
 * One task is one class file. Half-way one worker that has tasks is killed with SIGKILL, from outside and without
 * telling the pool. Then the same is counted in this JVM alone: if the pool had lost a task, or
 * done one twice, the two sums would differ.
 */
/**
 * Counts the instructions of the JDK's classes in worker processes, and kills one of them half-way.
 */
final class BytecodeJob {
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final int RETRIES = 3;

  private final BytecodeOptions options;
  private final PrintStream out;

  // Mutable state, confined to the thread that runs the job
  private OptionalLong killed = OptionalLong.empty();

  private BytecodeJob(BytecodeOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  static int run(List<String> arguments, PrintStream out)
      throws ExecutionException, InterruptedException {
    return new BytecodeJob(BytecodeOptions.parse(arguments), out).run();
  }

  private int run() throws ExecutionException, InterruptedException {
    List<String> paths = ClassFiles.first(options.limit());
    long start = System.nanoTime();
    List<Counted> results = countInWorkers(paths);
    double parallelSeconds = secondsSince(start);

    start = System.nanoTime();
    Histogram sequential = BytecodeSequential.count(paths, Progress.on(out));
    double sequentialSeconds = secondsSince(start);

    Histogram parallel = Histogram.sum(results.stream().map(Counted::histogram).toList());
    BytecodeReport.print(parallel, results.size(), out);
    out.println();
    printWorkers(results);
    out.println();
    out.printf(
        Locale.ROOT, "parallel:   %.2f s with %d workers%n", parallelSeconds, options.workers());
    out.printf(Locale.ROOT, "sequential: %.2f s%n", sequentialSeconds);
    boolean same = results.size() == paths.size() && parallel.equals(sequential);
    out.println("check: parallel result equals sequential one: " + (same ? "yes" : "NO"));
    return same ? 0 : 1;
  }

  private List<Counted> countInWorkers(List<String> paths)
      throws ExecutionException, InterruptedException {
    try (Pool pool =
        Pool.builder().processes(options.workers()).retryOnWorkerLost(RETRIES).build()) {
      AsyncResult<List<Counted>> result = pool.mapAsync(BytecodeJob::count, paths, options.chunk());
      Progress progress = Progress.on(out);
      while (!result.waitFor(LOOK_EVERY)) {
        List<WorkerStatus> workers = pool.workers();
        long done = workers.stream().mapToLong(WorkerStatus::tasksDone).sum();
        progress.show(line(workers, done, paths.size()));
        if (options.kill() && killed.isEmpty() && done >= paths.size() / 2) {
          killed = killOne(workers);
        }
      }
      progress.clear();
      return result.get();
    }
  }

  /** Runs in a worker. */
  private static Counted count(String path) {
    long start = System.nanoTime();
    Histogram histogram = ClassFiles.count(path);
    return new Counted(ProcessHandle.current().pid(), System.nanoTime() - start, histogram);
  }

  /** Kills one that has tasks in hand. */
  private static OptionalLong killOne(List<WorkerStatus> workers) {
    return workers.stream()
        .filter(worker -> worker.ready() && worker.busy())
        .mapToLong(WorkerStatus::pid)
        .filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false))
        .findFirst();
  }

  private String line(List<WorkerStatus> workers, long done, int all) {
    long ready = workers.stream().filter(WorkerStatus::ready).count();
    String note = killed.isPresent() ? ", killed pid " + killed.getAsLong() : "";
    return "parallel: " + done + " of " + all + " classes, " + ready + " workers" + note;
  }

  private void printWorkers(List<Counted> results) {
    Map<Long, long[]> tasksAndNanos = new TreeMap<>();
    killed.ifPresent(pid -> tasksAndNanos.put(pid, new long[2])); // perhaps none of its came back
    for (Counted result : results) {
      long[] sum = tasksAndNanos.computeIfAbsent(result.pid(), pid -> new long[2]);
      sum[0]++;
      sum[1] += result.nanos();
    }
    out.printf("%10s %9s %9s%n", "worker pid", "tasks", "busy ms");
    tasksAndNanos.forEach(
        (pid, sum) -> {
          boolean wasKilled = killed.isPresent() && killed.getAsLong() == pid;
          String note = wasKilled ? "  killed by this program (SIGKILL)" : "";
          out.printf(Locale.ROOT, "%10d %,9d %,9d%s%n", pid, sum[0], sum[1] / 1_000_000, note);
        });
    if (options.kill() && killed.isEmpty()) {
      out.println("no worker was killed: the work was over too soon");
    }
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /**
   * What a worker has found in one class file.
   *
   * @param pid the worker
   * @param nanos how long it took there
   * @param histogram the instructions
   */
  private record Counted(long pid, long nanos, Histogram histogram) implements Serializable {}
}
