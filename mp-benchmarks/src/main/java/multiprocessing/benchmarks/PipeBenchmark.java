package multiprocessing.benchmarks;

import java.io.IOException;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;

/** Sends one byte to a child that sends it back. An empty message ends the child. */
final class PipeBenchmark implements Benchmark {
  private final Connection connection;
  private final Process process;

  PipeBenchmark() throws Exception {
    Pipe pipe = Pipe.open();
    this.connection = pipe.first();
    this.process = new Process(PipeBenchmark::echo, pipe.second());
    process.start();
    pipe.second().close();
  }

  @Override
  public double run(int units) throws Exception {
    byte[] message = {'x'};
    return Benchmark.median(units, () -> roundTrip(message));
  }

  @Override
  public void close() throws Exception {
    try (connection) {
      connection.sendBytes(new byte[0]);
      process.join();
    }
  }

  private void roundTrip(byte[] message) throws Exception {
    connection.sendBytes(message);
    byte[] answer = connection.recvBytes();
    if (answer.length != 1 || answer[0] != message[0]) {
      throw new IllegalStateException("wrong echo: " + answer.length + " bytes");
    }
  }

  private static void echo(Connection theirs) throws IOException {
    while (true) {
      byte[] message = theirs.recvBytes();
      if (message.length == 0) {
        return;
      }
      theirs.sendBytes(message);
    }
  }
}
