package multiprocessing.benchmarks;

import java.io.IOException;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;

/** Sends 1 MiB to a child that answers with its last byte. An empty message ends the child. */
final class PipeBulkBenchmark implements Benchmark {
  private static final int LENGTH = 1024 * 1024;

  private final Connection connection;
  private final Process process;
  private final byte[] message = new byte[LENGTH];

  PipeBulkBenchmark() throws Exception {
    Pipe pipe = Pipe.open();
    this.connection = pipe.first();
    this.process = new Process(PipeBulkBenchmark::answer, pipe.second());
    process.start();
    pipe.second().close();
    message[LENGTH - 1] = 'x';
  }

  @Override
  public double run(int units) throws Exception {
    return Benchmark.median(units, this::send);
  }

  @Override
  public void close() throws Exception {
    try (connection) {
      connection.sendBytes(new byte[0]);
      process.join();
    }
  }

  private void send() throws Exception {
    connection.sendBytes(message);
    byte[] answer = connection.recvBytes();
    if (answer.length != 1 || answer[0] != 'x') {
      throw new IllegalStateException("wrong answer: " + answer.length + " bytes");
    }
  }

  private static void answer(Connection theirs) throws IOException {
    byte[] message = theirs.recvBytes();
    while (message.length > 0) {
      theirs.sendBytes(message, message.length - 1, 1);
      message = theirs.recvBytes();
    }
  }
}
