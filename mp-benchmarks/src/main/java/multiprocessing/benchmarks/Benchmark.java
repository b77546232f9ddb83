package multiprocessing.benchmarks;

import java.util.Arrays;

/** One row's work on the Java side; its constructor makes what stays open between the runs. */
interface Benchmark extends AutoCloseable {

  /** A piece of work that may fail. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** Does the work that many times and returns the row's {@link Measure} of it. */
  double run(int units) throws Exception;

  @Override
  default void close() throws Exception {}

  /** The mean time of an action: for what takes long, or where a slow one among many must count. */
  static double mean(int units, Action action) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < units; i++) {
      action.run();
    }
    return (double) (System.nanoTime() - start) / units;
  }

  /** The median time of an action: for short ones, whose mean is ruled by a few that waited. */
  static double median(int units, Action action) throws Exception {
    long[] nanos = new long[units];
    for (int i = 0; i < units; i++) {
      long start = System.nanoTime();
      action.run();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[units / 2];
  }
}
