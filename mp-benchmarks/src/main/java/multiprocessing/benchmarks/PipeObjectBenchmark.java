package multiprocessing.benchmarks;

import java.io.IOException;
import java.util.List;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;

/** Sends a small object to a child that sends it back. Null ends the child. */
final class PipeObjectBenchmark implements Benchmark {
  private static final Item ITEM = new Item("item", 7, List.of(1, 2, 3));

  private final Connection connection;
  private final Process process;

  PipeObjectBenchmark() throws Exception {
    Pipe pipe = Pipe.open();
    this.connection = pipe.first();
    this.process = new Process(PipeObjectBenchmark::echo, pipe.second());
    process.start();
    pipe.second().close();
  }

  @Override
  public double run(int units) throws Exception {
    return Benchmark.median(units, this::roundTrip);
  }

  @Override
  public void close() throws Exception {
    try (connection) {
      connection.send(null);
      process.join();
    }
  }

  private void roundTrip() throws Exception {
    connection.send(ITEM);
    Object answer = connection.recv();
    if (!ITEM.equals(answer)) {
      throw new IllegalStateException("wrong echo: " + answer);
    }
  }

  private static void echo(Connection theirs) throws IOException {
    Object message = theirs.recv();
    while (message != null) {
      theirs.send(message);
      message = theirs.recv();
    }
  }

  private record Item(String name, int number, List<Integer> values) {}
}
