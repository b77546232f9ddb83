package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More elements than the heap of the pool's own program could hold: that has a part of them. */
@ProcessTest
class SmallHeapIteratorTest {
  private static final Duration LIMIT = Duration.ofSeconds(50);

  /** Far more than any window, far less than what is read in the time if there is none. */
  private static final int FAR_AHEAD = 50_000;

  @Test
  void oneMillionElementsPassThroughAHeapOf24Mebibytes() {
    pass(1_000_000, "-Xmx24m");
  }

  @Test
  @Tag("soak")
  @HardLimit(seconds = 120)
  void tenMillionElementsPassThroughAHeapOf256Mebibytes() {
    pass(10_000_000, "-Xmx256m");
  }

  /** Both kinds of iterator, one after the other, though the consumer is slow at first. */
  private static void pass(int elements, String heap) {
    try (ChildJvm program =
        ChildJvm.of(Program.class).jvmOptions(heap).arguments(Integer.toString(elements)).start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
      long sum = (long) elements * (elements + 1) / 2;
      for (String way : List.of("imap", "imapUnordered")) {
        String line = program.awaitLine(way + " ", LIMIT);
        System.out.println(line);
        assertTrue(line.startsWith(way + " sum=" + sum + " "), line);
        int ahead = Integer.parseInt(line.replaceAll(".*ahead=(\\d+) .*", "$1"));
        assertTrue(ahead < FAR_AHEAD, line);
      }
    }
  }

  /** Adds one to each of so many numbers, which are made when they are read. */
  static final class Program {
    private static final int CHUNK = 1_000;
    private static final int TAKEN_SLOWLY = 50;
    private static final int EACH_MILLIS = 10;

    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      int elements = Integer.parseInt(args[0]);
      try (Pool pool = new Pool(2)) {
        AtomicInteger read = new AtomicInteger();
        take("imap", pool.imap(n -> n + 1, numbers(elements, read), CHUNK), read);
        read.set(0);
        take("imapUnordered", pool.imapUnordered(n -> n + 1, numbers(elements, read), CHUNK), read);
      }
    }

    private static Iterable<Integer> numbers(int elements, AtomicInteger read) {
      return () -> {
        Iterator<Integer> numbers = IntStream.range(0, elements).iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return numbers.hasNext();
          }

          @Override
          public Integer next() {
            int ignored = read.incrementAndGet();
            return numbers.next();
          }
        };
      };
    }

    private static void take(String way, ResultIterator<Integer> results, AtomicInteger read)
        throws InterruptedException {
      long sum = 0;
      try (results) {
        for (int i = 0; i < TAKEN_SLOWLY; i++) {
          sum += results.next();
          TimeUnit.MILLISECONDS.sleep(EACH_MILLIS);
        }
        int ahead = read.get() - TAKEN_SLOWLY;
        long start = System.nanoTime();
        while (results.hasNext()) {
          sum += results.next();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        System.out.println(
            way + " sum=" + sum + " ahead=" + ahead + " millis=" + millis + " " + heap());
      }
    }

    /** The most that was in use, with garbage. */
    private static String heap() {
      long bytes =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(area -> area.getType() == MemoryType.HEAP)
              .map(MemoryPoolMXBean::getPeakUsage)
              .mapToLong(usage -> usage.getUsed())
              .sum();
      return "peak=" + (bytes >> 20) + " MiB";
    }
  }
}
