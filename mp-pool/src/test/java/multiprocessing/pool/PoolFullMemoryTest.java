package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
