package multiprocessing.benchmarks;

import multiprocessing.Process;
import multiprocessing.queues.Queue;

/** Puts an object into one queue; a child puts it into another. Null ends the child. */
final class QueueEchoBenchmark implements Benchmark {
  private final Queue<Object> there = new Queue<>();
  private final Queue<Object> back = new Queue<>();
  private final Process process = new Process(QueueEchoBenchmark::echo, there, back);
  private final Object item;

  QueueEchoBenchmark(Object item) {
    this.item = item;
    process.start();
  }

  @Override
  public double run(int units) throws Exception {
    return Benchmark.median(units, this::roundTrip);
  }

  @Override
  public void close() throws Exception {
    there.put(null);
    process.join();
  }

  private void roundTrip() throws Exception {
    there.put(item);
    Object answer = back.get();
    if (answer == null) {
      throw new IllegalStateException("no echo");
    }
  }

  /** What is large is answered by something small. */
  private static void echo(Queue<Object> there, Queue<Object> back) throws Exception {
    Object message = there.get();
    while (message != null) {
      back.put(message instanceof byte[] bytes ? (Object) bytes.length : message);
      message = there.get();
    }
  }
}
