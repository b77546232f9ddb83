package multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.List;
import multiprocessing.Process;
import multiprocessing.queues.Queue;

/** Small objects from some children through a queue to as many others; one unit is one object. */
final class QueueBenchmark implements Benchmark {
  private static final int END = -1;

  private final Queue<Integer> toPut = new Queue<>();
  private final Queue<Integer> toGet = new Queue<>();
  private final Queue<Integer> items = new Queue<>();
  private final Queue<Integer> done = new Queue<>();
  private final List<Process> processes = new ArrayList<>();
  private final int pairs;

  QueueBenchmark(int pairs) {
    this.pairs = pairs;
    for (int i = 0; i < pairs; i++) {
      processes.add(new Process(QueueBenchmark::produce, toPut, items));
      processes.add(new Process(QueueBenchmark::consume, new Orders(toGet, done), items));
    }
    processes.forEach(Process::start);
  }

  @Override
  public double run(int units) throws Exception {
    int each = units / pairs;
    long start = System.nanoTime();
    for (int i = 0; i < pairs; i++) {
      toGet.put(each);
      toPut.put(each);
    }
    int count = 0;
    for (int i = 0; i < pairs; i++) {
      count += done.get();
    }
    double nanos = (double) (System.nanoTime() - start) / count;
    if (count != each * pairs || !items.empty()) {
      throw new IllegalStateException("wrong number of objects: " + count);
    }
    return nanos;
  }

  @Override
  public void close() throws Exception {
    for (int i = 0; i < pairs; i++) {
      toPut.put(END);
      toGet.put(END);
    }
    for (Process process : processes) {
      process.join();
    }
  }

  private static void produce(Queue<Integer> toPut, Queue<Integer> items) throws Exception {
    int count = toPut.get();
    while (count >= 0) {
      for (int i = 0; i < count; i++) {
        items.put(i);
      }
      count = toPut.get();
    }
  }

  private static void consume(Orders orders, Queue<Integer> items) throws Exception {
    int count = orders.toGet.get();
    while (count >= 0) {
      int got = 0;
      while (got < count) {
        got += items.get() >= 0 ? 1 : 0;
      }
      orders.done.put(got);
      count = orders.toGet.get();
    }
  }

  private record Orders(Queue<Integer> toGet, Queue<Integer> done) {}
}
