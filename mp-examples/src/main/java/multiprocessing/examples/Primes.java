package multiprocessing.examples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import multiprocessing.Process;
import multiprocessing.queues.Queue;

/**
 * Counts primes: processes get ranges of numbers from one queue and put the counts into another.
 * One of them is killed at work; what it had in its hands is one range at most, and is counted
 * after all.
 */
final class Primes {
  private static final int WORKERS = 3;
  private static final int RANGES = 200;
  private static final int WIDTH = 1_000;
  private static final int END = -1;

  private Primes() {}

  /** What a process counted. */
  private record Count(int range, int primes) {}

  private record Queues(Queue<Integer> ranges, Queue<Count> counts) {}

  static int run(List<String> arguments, PrintStream out) throws InterruptedException {
    NoOptions.require(arguments);
    Queues queues = new Queues(new Queue<>(16), new Queue<>());
    List<Process> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(new Process(Primes::count, queues));
      workers.get(i).start();
    }
    BitSet missing = new BitSet();
    missing.set(0, RANGES);
    int primes = 0;
    for (int range = 0; range < RANGES; range++) {
      queues.ranges.put(range); // waits while the queue is full
      if (range == RANGES / 2) {
        workers.get(0).kill();
      }
    }
    for (int i = 1; i < WORKERS; i++) {
      queues.ranges.put(END);
    }
    for (Process worker : workers) {
      worker.join();
    }
    while (!queues.counts.empty()) {
      Count count = queues.counts.get();
      missing.clear(count.range);
      primes += count.primes;
    }
    out.println(
        workers.get(0).getName()
            + " was killed; "
            + missing.cardinality()
            + " of "
            + RANGES
            + " ranges went with it");
    primes += missing.stream().map(Primes::primesIn).sum();
    out.println(primes + " primes below " + RANGES * WIDTH);
    return missing.cardinality() <= 1 ? 0 : 1;
  }

  private static void count(Queues queues) throws InterruptedException {
    int range = queues.ranges.get();
    while (range != END) {
      queues.counts.put(new Count(range, primesIn(range)));
      range = queues.ranges.get();
    }
  }

  private static int primesIn(int range) {
    return (int)
        IntStream.range(range * WIDTH, (range + 1) * WIDTH).filter(Primes::isPrime).count();
  }

  private static boolean isPrime(int number) {
    return number > 1
        && IntStream.rangeClosed(2, (int) Math.sqrt(number)).noneMatch(by -> number % by == 0);
  }
}
