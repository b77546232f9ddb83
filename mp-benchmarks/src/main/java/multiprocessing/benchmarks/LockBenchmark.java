package multiprocessing.benchmarks;

import java.util.concurrent.locks.Lock;
import multiprocessing.Process;
import multiprocessing.sync.Event;

/** Takes and releases a lock, alone or against a child that does the same all the time. */
final class LockBenchmark implements Benchmark {
  private static final int BATCH = 1_000;

  private final Lock lock;
  private final Event stop = new Event();
  private final Process process;

  LockBenchmark(Lock lock, boolean contended) throws Exception {
    this.lock = lock;
    this.process = contended ? new Process(LockBenchmark::contend, lock, stop) : null;
    if (contended) {
      process.start();
    }
  }

  @Override
  public double run(int units) throws Exception {
    long start = System.nanoTime();
    takeAndRelease(lock, units);
    return (double) (System.nanoTime() - start) / units;
  }

  @Override
  public void close() throws Exception {
    stop.set();
    if (process != null) {
      process.join();
    }
  }

  private static void contend(Lock lock, Event stop) {
    while (!stop.isSet()) {
      takeAndRelease(lock, BATCH);
    }
  }

  @SuppressWarnings("LockNotBeforeTry") // nothing can fail in between
  private static void takeAndRelease(Lock lock, int times) {
    for (int i = 0; i < times; i++) {
      lock.lock();
      lock.unlock();
    }
  }
}
