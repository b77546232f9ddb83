package multiprocessing.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.sync.Event;

/** Sets an event for which a child has waited for a while; the child says when it went on. */
final class EventBenchmark implements Benchmark {
  /** Until the child has gone to sleep. */
  private static final long SETTLE_MICROS = 500;

  private final Event event = new Event();
  private final Connection connection;
  private final Process process;

  EventBenchmark() throws Exception {
    Pipe pipe = Pipe.open();
    this.connection = pipe.first();
    this.process = new Process(EventBenchmark::awaitAndTell, event, pipe.second());
    process.start();
    pipe.second().close();
  }

  @Override
  public double run(int units) throws Exception {
    long[] nanos = new long[units];
    for (int i = 0; i < units; i++) {
      connection.sendBytes(new byte[] {'w'});
      byte[] ready = connection.recvBytes();
      TimeUnit.MICROSECONDS.sleep(SETTLE_MICROS);
      long start = System.nanoTime();
      event.set();
      nanos[i] = connection.recv(Long.class) - start;
      event.clear();
      if (ready.length != 1) {
        throw new IllegalStateException("not ready");
      }
    }
    Arrays.sort(nanos);
    return nanos[units / 2];
  }

  @Override
  public void close() throws Exception {
    try (connection) {
      connection.sendBytes(new byte[0]);
      process.join();
    }
  }

  private static void awaitAndTell(Event event, Connection theirs) throws Exception {
    while (theirs.recvBytes().length > 0) {
      theirs.sendBytes(new byte[] {'r'});
      event.await();
      theirs.send(System.nanoTime());
    }
  }
}
