package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multiprocessing.internal.resource.Family;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Quiesce;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Numbered tasks of all kinds, while a random worker is killed every 50 ms: each has its result
 * once, and the pool's own process is afterwards as it was before. With the profile {@code soak} a
 * hundred thousand of them.
 */
@ProcessTest
class PoolSoakTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long BETWEEN_KILLS_NANOS = Duration.ofMillis(50).toNanos();
  private static final int WORKERS = 4;
  private static final int RETRIES = 1_000_000;

  /** One result of so many is large enough for a file in shared memory. */
  private static final int LARGE_EVERY = 500;

  private static final int LARGE = 300 * 1024;

  /** What the Java heap may have more afterwards: classes and buffers that stay. */
  private static final long HEAP_SLACK_MIB = 8;

  @Test
  @HardLimit(seconds = 120)
  void fewThousandTasksUnderKillsHaveTheirResultsAndLeaveNothing() throws Exception {
    workUnderKills(4_000);
  }

  @Test
  @Tag("soak")
  @HardLimit(seconds = 3_600)
  void hundredThousandTasksUnderKillsHaveTheirResultsAndLeaveNothing() throws Exception {
    workUnderKills(100_000);
  }

  private static void workUnderKills(int tasks) throws Exception {
    long seed = Long.getLong("mp.test.seed", System.nanoTime());
    System.out.println("-Dmp.test.seed=" + seed);
    long ignored = round(400, new Random(seed)); // what is made once is there from now on
    Parent before = Parent.now();
    long start = System.nanoTime();
    long kills = round(tasks, new Random(seed));
    double seconds = (System.nanoTime() - start) / 1e9;
    Parent after =
        Eventually.value("the parent as before", LIMIT, Parent::now, now -> now.fits(before));
    System.out.printf(
        "%d tasks, %d kills, %.0f s; before %s; after %s%n", tasks, kills, seconds, before, after);
    assertTrue(kills > 0, "nothing was killed");
  }

  /** A quarter of the tasks in each way; returns how many workers were killed. */
  private static long round(int tasks, Random random) throws Exception {
    int each = tasks / 4;
    List<Integer> numbers = IntStream.range(0, each).boxed().toList();
    AtomicIntegerArray called = new AtomicIntegerArray(each);
    Pool pool = Pool.builder().processes(WORKERS).retryOnWorkerLost(RETRIES).build();
    try (pool) {
      Killer killer = new Killer(pool, random);
      killer.start();
      AsyncResult<List<byte[]>> mapped = pool.mapAsync(PoolSoakTest::work, numbers);
      List<AsyncResult<byte[]>> calls =
          numbers.stream()
              .map(
                  n ->
                      pool.applyAsync(
                          PoolSoakTest::work,
                          n,
                          result -> called.incrementAndGet(n),
                          failure -> called.addAndGet(n, 1_000)))
              .toList();
      try (ResultIterator<byte[]> ordered = pool.imap(PoolSoakTest::work, numbers, 7);
          ResultIterator<byte[]> unordered = pool.imapUnordered(PoolSoakTest::work, numbers, 3)) {
        for (int n : numbers) {
          assertResult(n, ordered.next());
        }
        int[] seen = new int[each];
        unordered.forEachRemaining(result -> seen[assertResult(number(result), result)]++);
        assertTrue(IntStream.of(seen).allMatch(times -> times == 1), "once each");
      }
      for (int n : numbers) {
        assertResult(n, mapped.get().get(n));
        assertResult(n, calls.get(n).get());
      }
      killer.end();
      return killer.kills;
    } finally {
      pool.join();
      for (int n = 0; n < each; n++) {
        assertEquals(1, called.get(n), "callbacks of call " + n);
      }
    }
  }

  private static byte[] work(int n) {
    long end = System.nanoTime() + 100_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    byte[] result = new byte[n % LARGE_EVERY == 0 ? LARGE : Integer.BYTES];
    for (int at = 0; at < Integer.BYTES; at++) {
      result[at] = (byte) (n >>> (Byte.SIZE * at));
    }
    result[result.length - 1] ^= (byte) (result.length > Integer.BYTES ? n : 0);
    return result;
  }

  private static int number(byte[] result) {
    int number = 0;
    for (int at = 0; at < Integer.BYTES; at++) {
      number |= (result[at] & 0xff) << (Byte.SIZE * at);
    }
    return number;
  }

  private static int assertResult(int n, byte[] result) {
    assertEquals(n, number(result));
    assertEquals(n % LARGE_EVERY == 0 ? LARGE : Integer.BYTES, result.length);
    return n;
  }

  /** Kills one of the four at random, if it is there: one that starts is let start. */
  private static final class Killer extends Thread {
    private final Pool pool;
    private final Random random;
    private volatile boolean over;
    private long kills;

    Killer(Pool pool, Random random) {
      super("kills workers");
      this.pool = pool;
      this.random = random;
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!over) {
        LockSupport.parkNanos(BETWEEN_KILLS_NANOS); // the interval is what the soak is about
        List<WorkerStatus> ready = pool.workers().stream().filter(WorkerStatus::ready).toList();
        int victim = random.nextInt(WORKERS);
        if (!over && victim < ready.size()) {
          ProcessHandle.of(ready.get(victim).pid()).ifPresent(this::kill);
        }
      }
    }

    private void kill(ProcessHandle victim) {
      kills += victim.destroyForcibly() ? 1 : 0;
    }

    void end() throws InterruptedException {
      over = true;
      join();
    }
  }

  /** What could leak in the pool's own process. */
  private record Parent(long heapMiB, long threads, long processes, long descriptors, long files) {

    static Parent now() {
      for (Quiesce quiesce : ServiceLoader.load(Quiesce.class)) {
        try {
          quiesce.quiesce();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return new Parent(
          (runtime.totalMemory() - runtime.freeMemory()) >> 20,
          Thread.getAllStackTraces().size(),
          ProcessHandle.current().descendants().count(),
          count(Path.of("/proc/self/fd")),
          count(Family.current().folder()));
    }

    boolean fits(Parent before) {
      return heapMiB <= before.heapMiB + HEAP_SLACK_MIB
          && threads <= before.threads
          && processes <= before.processes
          && descriptors <= before.descriptors
          && files <= before.files;
    }

    private static long count(Path folder) {
      try (Stream<Path> all = Files.list(folder)) {
        return all.count();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
