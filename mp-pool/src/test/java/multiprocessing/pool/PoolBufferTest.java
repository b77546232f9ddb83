package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Random;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Buffers as arguments and results. */
@ProcessTest
class PoolBufferTest {
  private static final int LARGE = 8 << 20;

  /** What a task sees of its argument. */
  record Seen(String kind, String order, int position, int limit, int capacity, ByteBuffer rest) {
    static Seen of(ByteBuffer buffer) {
      ByteBuffer rest = ByteBuffer.allocate(buffer.remaining());
      rest.put(buffer.duplicate()).flip();
      String kind = (buffer.isDirect() ? "direct" : "heap") + (buffer.isReadOnly() ? " fixed" : "");
      return new Seen(
          kind,
          buffer.order().toString(),
          buffer.position(),
          buffer.limit(),
          buffer.capacity(),
          rest);
    }
  }

  @Test
  void buffersOfAllKindsAndSizesComeAsTheyAreAndStayAsTheyWere() throws Exception {
    try (Pool pool = new Pool(1)) {
      for (int size : new int[] {0, 100, 300_000, LARGE}) {
        for (ByteBuffer whole :
            List.of(ByteBuffer.allocate(size), ByteBuffer.allocateDirect(size))) {
          byte[] random = new byte[size];
          new Random(size).nextBytes(random);
          whole
              .put(random)
              .order(ByteOrder.LITTLE_ENDIAN)
              .limit(size - size / 4)
              .position(size / 3);
          for (ByteBuffer buffer :
              List.of(whole, whole.asReadOnlyBuffer(), whole.slice(), whole.duplicate())) {
            Seen before = Seen.of(buffer);
            assertEquals(before, pool.apply(Seen::of, buffer));
            assertEquals(before, Seen.of(pool.apply(same -> same, buffer)));
            assertEquals(before, Seen.of(buffer));
          }
        }
      }
    }
  }

  @Test
  void anArgumentIsACopyAndWhatATaskDoesToItComesBackInItsResultOnly() throws Exception {
    ByteBuffer counters = ByteBuffer.allocateDirect(LARGE);
    IntBuffer ints = IntBuffer.allocate(LARGE / Integer.BYTES);
    try (Pool pool = new Pool(1)) {
      ByteBuffer counted = pool.apply(buffer -> buffer.putLong(LARGE - 8, 7), counters);
      assertEquals(7, counted.getLong(LARGE - 8));
      assertEquals(0, counters.getLong(LARGE - 8));
      List<IntBuffer> filled =
          pool.map(buffer -> buffer.put(3, 4).position(3), List.of(ints, ints));
      for (IntBuffer each : filled) {
        assertEquals(4, each.get());
        assertEquals(LARGE / Integer.BYTES - 4, each.remaining());
      }
      assertEquals(0, ints.get(3));
    }
  }
}
