package multiprocessing.benchmarks;

import java.io.IOException;
import multiprocessing.shared.SharedMemory;

/** Copies an array into shared memory; CPython's side does it by memcpy, through a memoryview. */
final class SharedMemoryBenchmark implements Benchmark {
  private static final int SIZE = 16 << 20;

  private final byte[] from = new byte[SIZE];
  private final SharedMemory memory;

  SharedMemoryBenchmark() throws IOException {
    this.memory = SharedMemory.create(SIZE);
  }

  @Override
  public double run(int units) {
    long start = System.nanoTime();
    for (int i = 0; i < units; i++) {
      memory.buf().put(from);
    }
    return (double) (System.nanoTime() - start) / units;
  }

  @Override
  public void close() throws IOException {
    memory.close();
    memory.unlink();
  }
}
