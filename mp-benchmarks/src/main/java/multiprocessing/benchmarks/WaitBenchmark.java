package multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.List;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.connection.Wait;

/** Sends a byte to one of 1,000 pipes, waits for all of them, and receives it. */
final class WaitBenchmark implements Benchmark {
  private static final int PIPES = 1_000;
  private static final int STEP = 7;

  private final List<Pipe> pipes = new ArrayList<>();
  private final List<Connection> readers = new ArrayList<>();
  private int next;

  WaitBenchmark() throws Exception {
    for (int i = 0; i < PIPES; i++) {
      Pipe pipe = Pipe.open();
      pipes.add(pipe);
      readers.add(pipe.first());
    }
  }

  @Override
  public double run(int units) throws Exception {
    byte[] message = {'x'};
    return Benchmark.median(units, () -> sendAndWait(message));
  }

  @Override
  public void close() throws Exception {
    for (Pipe pipe : pipes) {
      pipe.close();
    }
  }

  private void sendAndWait(byte[] message) throws Exception {
    next = (next + STEP) % PIPES;
    pipes.get(next).second().sendBytes(message);
    List<Connection> ready = Wait.any(readers);
    if (ready.size() != 1 || ready.get(0).recvBytes()[0] != message[0]) {
      throw new IllegalStateException("wrong connections are ready: " + ready.size());
    }
  }
}
