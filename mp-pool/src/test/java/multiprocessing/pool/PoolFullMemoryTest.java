package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multiprocessing.internal.resource.Family;
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

  @Test
  void elementForWhichThereIsNoMemoryOnItsWayFailsAndThePoolGoesOn() throws Exception {
    assumeTrue(SmallMemory.isPossible(), "cannot mount");
    assertEquals(
        "0:OutOfMemoryError, 5\n",
        SmallMemory.run(Map.of(Path.of("/dev/shm"), "6m"), NoMemoryOnItsWay.class, "-Xmx250m"));
  }

  @Test
  void callForWhichThereIsNoDirectMemoryLeavesNoFile() throws Exception {
    assumeTrue(SmallMemory.isPossible(), "cannot mount");
    assertEquals(
        "0:[]\n",
        SmallMemory.run(
            Map.of(Path.of("/dev/shm"), "64m"),
            NoDirectMemory.class,
            "-Xmx512m",
            "-XX:MaxDirectMemorySize=16m"));
  }

  static final class NoMemoryOnItsWay {
    private NoMemoryOnItsWay() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = Pool.builder().processes(1).jvmOptions("-Xmx600m").build()) {
        AsyncResult<List<Integer>> lengths =
            pool.mapAsync(bytes -> bytes.length, List.of(new byte[100 << 20]), 1);
        String failure = "none";
        try {
          lengths.get(Duration.ofSeconds(30));
        } catch (ExecutionException e) {
          failure = e.getCause().getClass().getSimpleName();
        }
        System.out.println(failure + ", " + pool.apply(() -> 5));
      }
    }
  }

  static final class NoDirectMemory {
    private NoDirectMemory() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = new Pool(1)) {
        int ignored = pool.apply(() -> 1);
        List<ByteBuffer> all = new ArrayList<>();
        for (int size = 1 << 20; size >= 1 << 11; size /= 8) {
          useUp(size, all);
        }
        for (int i = 0; i < 3; i++) {
          try {
            ignored = pool.apply(bytes -> bytes.length, new byte[1 << 20]);
          } catch (OutOfMemoryError e) {
            // fair: not even a channel can do without
          }
        }
        all.clear();
        try (Stream<Path> files = Files.list(Family.current().folder())) {
          System.out.println(files.filter(file -> file.toString().contains("freight-")).toList());
        }
      }
    }

    private static void useUp(int size, List<ByteBuffer> all) {
      try {
        while (true) {
          all.add(ByteBuffer.allocateDirect(size));
        }
      } catch (OutOfMemoryError e) {
        // that much is used up
      }
    }
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
