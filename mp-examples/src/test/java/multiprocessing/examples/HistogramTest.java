package multiprocessing.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void sumIsTheSameInEveryOrder() {
    Histogram a = with(0, 3, 255, 1);
    Histogram b = with(255, 4, 7, 2);
    assertEquals(Histogram.sum(List.of(a, b)), Histogram.sum(List.of(b, a)));
    assertEquals(with(0, 3, 255, 5, 7, 2), Histogram.sum(List.of(a, b)));
    assertEquals(10, Histogram.sum(List.of(a, b)).total());
    assertNotEquals(a, b);
  }

  @Test
  void arrayComesBackAsItWentIn() {
    long[] counts = new long[256];
    counts[0] = 1;
    counts[200] = Long.MAX_VALUE;
    assertArrayEquals(counts, Histogram.of(counts).toArray());
    assertEquals(0, Histogram.sum(List.of()).total());
  }

  @Test
  void moreThan256OpcodesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Histogram.of(new long[257]));
  }

  private static Histogram with(int... opcodesAndCounts) {
    long[] counts = new long[256];
    for (int i = 0; i < opcodesAndCounts.length; i += 2) {
      counts[opcodesAndCounts[i]] = opcodesAndCounts[i + 1];
    }
    return Histogram.of(counts);
  }
}
