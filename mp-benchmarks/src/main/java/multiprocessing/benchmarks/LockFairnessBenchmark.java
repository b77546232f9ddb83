package multiprocessing.benchmarks;

import java.util.concurrent.TimeUnit;
import multiprocessing.Process;
import multiprocessing.shared.Array;
import multiprocessing.shared.LongArray;
import multiprocessing.sync.Barrier;
import multiprocessing.sync.Lock;

/** Two processes that contend for a lock: how often the one takes it that takes it less often. */
final class LockFairnessBenchmark implements Benchmark {
  private static final int MILLIS = 0;
  private static final int OURS = 1;
  private static final int THEIRS = 2;

  private final Contest contest =
      new Contest(new Lock(), new Barrier(2), Array.zeroedLongs(3).unlocked());
  private final Process process = new Process(LockFairnessBenchmark::contend, contest);

  private record Contest(Lock lock, Barrier barrier, LongArray numbers) {}

  LockFairnessBenchmark() {
    process.start();
  }

  /** Contends for that many milliseconds; returns the smaller share in percent. */
  @Override
  public double run(int units) throws Exception {
    contest.numbers.set(MILLIS, units);
    int unused = contest.barrier.await();
    take(contest, OURS);
    unused = contest.barrier.await();
    double ours = contest.numbers.get(OURS);
    double theirs = contest.numbers.get(THEIRS);
    return 100 * Math.min(ours, theirs) / (ours + theirs);
  }

  @Override
  public void close() throws Exception {
    contest.numbers.set(MILLIS, 0);
    int unused = contest.barrier.await();
    process.join();
  }

  private static void contend(Contest contest) throws Exception {
    int unused = contest.barrier.await();
    while (contest.numbers.get(MILLIS) > 0) {
      take(contest, THEIRS);
      unused = contest.barrier.await();
      unused = contest.barrier.await();
    }
  }

  private static void take(Contest contest, int who) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(contest.numbers.get(MILLIS));
    long count = 0;
    while (System.nanoTime() - end < 0) {
      contest.lock.acquire();
      contest.lock.release();
      count++;
    }
    contest.numbers.set(who, count);
  }
}
