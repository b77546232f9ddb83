package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.SmallMemory;
import org.junit.jupiter.api.Test;

/** Large arguments and results where there is little shared memory. */
@ProcessTest
class PoolFullMemoryTest {

  @Test
  void whatFindsNoSharedMemoryGoesThroughTheChannel() throws Exception {
    assumeTrue(SmallMemory.isPossible(), "cannot mount");
    assertEquals(
        "0:right\n", SmallMemory.run(Map.of(Path.of("/dev/shm"), "6m"), Large.class, "-Xmx512m"));
  }

  @Test
  void resultOfAnIteratorForWhichThisHeapIsTooSmallFailsAlone() throws Exception {
    assumeTrue(SmallMemory.isPossible(), "cannot mount");
    assertEquals(
        "0:[0, 1, 2, 3, 4, OutOfMemoryError, 6, 7, 8, 9]\n",
        SmallMemory.run(Map.of(Path.of("/dev/shm"), "6m"), TooLarge.class, "-Xmx64m"));
  }

  static final class TooLarge {
    private TooLarge() {}

    public static void main(String[] args) {
      List<Integer> elements = IntStream.range(0, 10).boxed().toList();
      List<Object> results = new ArrayList<>();
      try (Pool pool = Pool.builder().processes(1).jvmOptions("-Xmx600m").build()) {
        ResultIterator<Object> outcomes =
            pool.imap(n -> n == 5 ? new byte[100_000_000] : (Object) n, elements);
        while (outcomes.hasNext()) {
          try {
            results.add(outcomes.next());
          } catch (OutOfMemoryError e) {
            results.add("OutOfMemoryError");
          }
        }
      }
      System.out.println(results);
    }
  }

  static final class Large {
    private static final int SIZE = 8_000_001;

    private Large() {}

    public static void main(String[] args) throws Exception {
      byte[] large = new byte[SIZE];
      large[SIZE - 1] = 7;
      try (Pool pool = new Pool(2)) {
        byte[] back = pool.apply(bytes -> bytes, large);
        List<byte[]> all = pool.map(bytes -> bytes, List.of(large, large, large), 1);
        List<Integer> lengths =
            pool.map(n -> new byte[n], List.of(1 << 20, 1 << 21, SIZE), 3).stream()
                .map(bytes -> bytes.length)
                .toList();
        boolean right = back[SIZE - 1] == 7 && all.stream().allMatch(bytes -> bytes[SIZE - 1] == 7);
        System.out.println(
            right && lengths.equals(List.of(1 << 20, 1 << 21, SIZE)) ? "right" : "wrong");
      }
    }
  }
}
