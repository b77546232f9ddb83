package multiprocessing.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import multiprocessing.Context;
import multiprocessing.Multiprocessing;
import multiprocessing.Process;
import multiprocessing.StartMethod;

/** Gives tasks to JVMs that wait for one, until the first line or until the end. */
final class ForkserverBenchmark implements Benchmark {
  private static final Context CONTEXT = Multiprocessing.getContext(StartMethod.FORKSERVER);

  private final Path line = Files.createTempFile("bench-first-line-", "");
  private final boolean toFirstLine;

  ForkserverBenchmark(boolean toFirstLine) throws java.io.IOException {
    this.toFirstLine = toFirstLine;
  }

  @Override
  public double run(int units) throws Exception {
    double[] nanos = new double[units];
    for (int i = 0; i < units; i++) {
      Warm.await();
      nanos[i] = toFirstLine ? firstLine() : startAndJoin();
    }
    return Arrays.stream(nanos).sum() / units;
  }

  private long startAndJoin() throws Exception {
    long start = System.nanoTime();
    Process process = Process.builder().context(CONTEXT).target(Tasks::nothing).start();
    process.join();
    long nanos = System.nanoTime() - start;
    Tasks.requireGoodEnd(process);
    return nanos;
  }

  /** The clock is the machine's, so the child's can be compared with this one's. */
  private long firstLine() throws Exception {
    long start = System.nanoTime();
    Process process =
        Process.builder().context(CONTEXT).target(Tasks::writeTime, line.toString()).start();
    process.join();
    Tasks.requireGoodEnd(process);
    return Long.parseLong(Files.readString(line)) - start;
  }

  @Override
  public void close() throws Exception {
    Files.delete(line);
  }
}
