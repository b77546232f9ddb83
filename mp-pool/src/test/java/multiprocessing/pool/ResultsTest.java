package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import multiprocessing.spi.KryoSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 8_192, 20_001})
  void holdWhatComesInAnyOrderAndAnyParts(int size) {
    Results results = new Results(size);
    List<Integer> numbers = IntStream.range(0, size).boxed().toList();
    int part = 1_000;
    for (int from = (size - 1) / part * part; size > 0 && from >= 0; from -= part) {
      results.setAll(from, numbers.subList(from, Math.min(size, from + part)).toArray());
    }
    assertEquals(numbers, results);
    assertEquals(numbers, results.asList());
    assertArrayEquals(numbers.toArray(), results.toArray());
    assertThrows(IndexOutOfBoundsException.class, () -> results.get(size));
    assertThrows(IndexOutOfBoundsException.class, () -> results.get(-1));
  }

  @Test
  void areAListThatCanBeChangedButKeepsItsLength() {
    List<Object> results = new Results(10_000).asList();
    assertInstanceOf(RandomAccess.class, results);
    assertEquals(10_000, results.size());
    Object before = results.set(5_000, "changed");
    assertEquals(null, before);
    assertEquals("changed", results.get(5_000));
    assertThrows(UnsupportedOperationException.class, () -> results.add(1));
    assertEquals(5_000, results.indexOf("changed"));
  }

  @Test
  void travelAsAPlainList() {
    Results results = new Results(5_000);
    results.fill(7);
    KryoSerializer serializer = new KryoSerializer();
    Object copy = serializer.loads(serializer.dumps(results.asList()));
    assertInstanceOf(ArrayList.class, copy);
    assertEquals(results, copy);
  }

  @Test
  void aCallersOwnArrayIsNeitherKeptNorCleared() throws Exception {
    Object[] own = IntStream.range(0, 100_000).boxed().toArray();
    List<Object> odd =
        new ArrayList<>() {
          private static final long serialVersionUID = 1;

          @Override
          public Object[] toArray() {
            return own; // against its contract
          }
        };
    odd.addAll(Arrays.asList(own));
    try (ThreadPool pool = new ThreadPool(1)) {
      assertEquals(100_000, pool.map(x -> x, odd).size());
    }
    assertEquals(0, own[0]);
    assertEquals(99_999, own[99_999]);
  }
}
