package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ProcessTest
class PoolMapTest {

  @Test
  void resultsAreInTheOrderOfTheElements() throws Exception {
    List<Integer> elements = IntStream.range(0, 10_000).boxed().toList();
    List<Integer> expected = elements.stream().map(n -> n * n).toList();
    try (Pool pool = new Pool(2)) {
      assertEquals(expected, pool.map(n -> n * n, elements));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 1_000, 1_001, Integer.MAX_VALUE})
  void theChunkSizeChangesNothingInTheResult(int chunkSize) throws Exception {
    List<Integer> elements = IntStream.range(0, 1_000).boxed().toList();
    try (Pool pool = new Pool(2)) {
      assertEquals(elements, pool.map(n -> n, elements, chunkSize));
    }
  }

  @Test
  void anyIterableWillDo() throws Exception {
    try (Pool pool = new Pool(1)) {
      assertEquals(List.of("a!", "b!"), pool.map(s -> s + "!", List.of("a", "b")));
      assertEquals(List.of(3, 4), pool.map(n -> n, new LinkedHashSet<>(List.of(3, 4))));
      assertEquals(List.of(5, 6), pool.map(n -> n, () -> List.of(5, 6).iterator()));
      assertEquals(List.of("x"), pool.map(s -> s, Arrays.asList(new String[] {"x"})));
    }
  }

  @Test
  void anIteratorOfItsOwnIsWhatIsMapped() throws Exception {
    List<Integer> special =
        new ArrayList<>(List.of(1)) {
          @Override
          public Iterator<Integer> iterator() {
            return List.of(7, 8).iterator();
          }
        };
    try (Pool pool = new Pool(1)) {
      assertEquals(List.of(7, 8), pool.map(n -> n, special));
    }
  }

  @Test
  void partsOfAMapTravel() throws Exception {
    Map<String, Integer> map = new HashMap<>(Map.of("a", 1));
    try (Pool pool = new Pool(1)) {
      assertEquals(List.of("a1"), pool.map(e -> e.getKey() + e.getValue(), map.entrySet()));
      assertEquals(List.of("a1"), pool.starmap((k, v) -> k + v, map.entrySet()));
      assertEquals(Set.of("a"), pool.apply(m -> m.keySet(), map));
      assertEquals(List.of(1), pool.apply(ArrayList::new, map.values()));
    }
    List<Map.Entry<String, Integer>> pairs = new ArrayList<>(map.entrySet());
    pairs.add(null);
    try (ThreadPool pool = new ThreadPool(1)) {
      assertEquals(
          "elements[1]",
          assertThrows(NullPointerException.class, () -> pool.starmap((k, v) -> k + v, pairs))
              .getMessage());
    }
  }

  @Test
  void nothingOneAndNullElementsHaveTheirResults() throws Exception {
    try (Pool pool = new Pool(2)) {
      assertEquals(List.of(), pool.map(n -> n, List.of()));
      assertEquals(List.of(), pool.map(n -> n, List.of(), 5));
      assertEquals(List.of(1), pool.map(n -> n, List.of(1)));
      assertEquals(Arrays.asList(null, 1, null), pool.map(n -> n, Arrays.asList(null, 1, null), 1));
    }
  }

  @Test
  void oneHundredThousandElementsWithChunkSizeOne() throws Exception {
    List<Integer> elements = IntStream.range(0, 100_000).boxed().toList();
    try (Pool pool = new Pool(2)) {
      assertEquals(elements, pool.map(n -> n, elements, 1));
    }
  }

  @Test
  void aMillionNumbersEqualTheSequentialResult() throws Exception {
    List<Integer> elements = IntStream.range(0, 1_000_000).boxed().toList();
    try (Pool pool = new Pool(2)) {
      List<Long> squares = pool.map(n -> (long) n * n, elements);
      long sum = squares.stream().mapToLong(n -> n).sum();
      assertEquals(LongStream.range(0, 1_000_000).map(n -> n * n).sum(), sum);
      assertEquals(999_999L * 999_999L, squares.get(999_999));
      assertEquals(1_000_000, squares.size());
    }
  }

  @Test
  void elementsMayShareReferences() throws Exception {
    List<String> shared = new ArrayList<>(List.of("s"));
    List<List<String>> elements = Collections.nCopies(50, shared);
    try (Pool pool = new Pool(2)) {
      assertEquals(Collections.nCopies(50, 1), pool.map(List::size, elements, 10));
    }
  }

  @Test
  void resultsOfFourMebibytesAreLargerThanTheSlateAndArrive() throws Exception {
    try (Pool pool = Pool.builder().processes(2).jvmOptions("-Xmx256m").build()) {
      List<byte[]> results = pool.map(PoolMapTest::filled, Collections.nCopies(6, 4 << 20));
      assertEquals(6, results.size());
      for (byte[] result : results) {
        assertEquals(4 << 20, result.length);
        assertEquals(7, result[result.length - 1]);
      }
    }
  }

  @Test
  void manyResultsThatFillTheSlateAgainAndAgainArriveInOrder() throws Exception {
    List<Integer> sizes = IntStream.range(0, 60).map(n -> 300 * 1024 + n).boxed().toList();
    try (Pool pool = Pool.builder().processes(2).jvmOptions("-Xmx256m").build()) {
      List<byte[]> results = pool.map(PoolMapTest::filled, sizes);
      assertEquals(sizes, results.stream().map(bytes -> bytes.length).toList());
    }
  }

  @Test
  void smallAndLargeResultsMixed() throws Exception {
    List<Integer> sizes =
        IntStream.range(0, 200).map(n -> n % 17 == 0 ? 1_500_000 : n).boxed().toList();
    try (Pool pool = Pool.builder().processes(2).jvmOptions("-Xmx256m").build()) {
      List<byte[]> results = pool.map(PoolMapTest::filled, sizes);
      assertEquals(sizes, results.stream().map(bytes -> bytes.length).toList());
    }
  }

  /** An element that takes long to arrive must not go back and forth between idle workers. */
  @Test
  void oneLargeElementWithTwoIdleWorkersIsRunOnce() throws Exception {
    try (Pool pool = Pool.builder().processes(2).jvmOptions("-Xmx512m").build()) {
      pool.map(n -> n, List.of(1, 2, 3, 4)); // both workers are there
      List<byte[]> elements = List.of(new byte[32 << 20]);
      for (int round = 0; round < 3; round++) {
        assertEquals(List.of(32 << 20), pool.map(bytes -> bytes.length, elements));
      }
    }
  }

  @Test
  void theFirstFailureInTheOrderOfTheElementsIsTheOneThatIsSeen() throws Exception {
    List<Integer> elements = IntStream.range(0, 1_000).boxed().toList();
    try (Pool pool = new Pool(2)) {
      IllegalArgumentException seen =
          assertThrows(
              IllegalArgumentException.class,
              () -> pool.map(PoolMapTest::failsFrom300, elements, 1));
      assertEquals("300", seen.getMessage());
    }
  }

  private static int failsFrom300(int n) {
    if (n >= 300) {
      throw new IllegalArgumentException("" + n);
    }
    return n;
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 7);
    return bytes;
  }
}
