package multiprocessing.benchmarks;

import multiprocessing.Process;
import multiprocessing.queues.SimpleQueue;

/** Small objects through a SimpleQueue to a child, which says when it has the last of them. */
final class SimpleQueueBenchmark implements Benchmark {
  private final SimpleQueue<Integer> items = new SimpleQueue<>();
  private final SimpleQueue<Integer> done = new SimpleQueue<>();
  private final Process process = new Process(SimpleQueueBenchmark::consume, items, done);

  SimpleQueueBenchmark() {
    process.start();
  }

  @Override
  public double run(int units) throws Exception {
    long start = System.nanoTime();
    for (int i = 1; i < units; i++) {
      items.put(1);
    }
    items.put(0);
    int count = done.get();
    if (count != units) {
      throw new IllegalStateException("wrong number of objects: " + count);
    }
    return (double) (System.nanoTime() - start) / units;
  }

  @Override
  public void close() throws Exception {
    items.put(-1);
    process.join();
  }

  private static void consume(SimpleQueue<Integer> items, SimpleQueue<Integer> done)
      throws Exception {
    int count = 0;
    int item = items.get();
    while (item >= 0) {
      count++;
      if (item == 0) {
        done.put(count);
        count = 0;
      }
      item = items.get();
    }
  }
}
