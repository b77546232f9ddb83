package multiprocessing.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The same tasks as {@link CpuBoundBenchmark}'s, half of them in each of two JVMs that have nothing
 * else to do and run at the same time.
 */
final class PlainJvmsBenchmark implements Benchmark {
  private static final int JVMS = 2;

  private final List<PlainJvm> jvms = new ArrayList<>();
  private final int tasksEach;
  private final int steps;

  /** Starts the JVMs. */
  PlainJvmsBenchmark(int tasks, int steps) throws IOException {
    this.tasksEach = tasks / JVMS;
    this.steps = steps;
    for (int i = 0; i < JVMS; i++) {
      jvms.add(new PlainJvm());
    }
  }

  @Override
  public double run(int units) throws Exception {
    double nanos = 0;
    for (int i = 0; i < units; i++) {
      nanos += compute();
    }
    return nanos / units;
  }

  /**
   * The time in which all tasks would be done at the speed that the two had together: not that of
   * the slower one, which would hold it against them that they cannot help each other.
   */
  private double compute() throws IOException {
    for (PlainJvm jvm : jvms) {
      jvm.begin(tasksEach, steps);
    }
    double tasksPerNano = 0;
    for (PlainJvm jvm : jvms) {
      tasksPerNano += (double) tasksEach / jvm.awaitNanos();
    }
    return JVMS * tasksEach / tasksPerNano;
  }

  @Override
  public void close() throws IOException {
    for (PlainJvm jvm : jvms) {
      jvm.close();
    }
  }
}
