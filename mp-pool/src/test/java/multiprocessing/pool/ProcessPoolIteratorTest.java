package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multiprocessing.SerializationException;
import multiprocessing.pool.Faults.Fault;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ProcessTest
class ProcessPoolIteratorTest extends ResultIteratorContract {

  @Override
  TaskPool open(int workers) {
    return new Pool(workers);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWorkerThatDiesCostsTheElementThatItRan(boolean ordered) throws Exception {
    String there = folder.toString();
    List<Integer> elements = IntStream.range(0, 1_000).boxed().toList();
    List<Integer> seen = new ArrayList<>();
    int lost = 0;
    try (Pool pool = new Pool(2)) {
      ResultIterator<Integer> results =
          ordered
              ? pool.imap(n -> Faults.mark(there, n, 500, Fault.HALT), elements)
              : pool.imapUnordered(n -> Faults.mark(there, n, 500, Fault.HALT), elements, 10);
      while (results.hasNext()) {
        try {
          seen.add(results.next());
        } catch (WorkerLostException e) {
          assertEquals(9, e.exitCode());
          assertTrue(!ordered || seen.size() == 500);
          lost++;
        }
      }
    }
    assertEquals(1, lost);
    assertEquals(999, seen.stream().distinct().count());
    assertEquals(999, seen.size());
    assertEquals(1_000, Faults.marks(folder, "begun").size(), "each was begun once");
  }

  @Test
  void anElementThatCannotTravelIsNamedInPlaceOfItsResult() {
    List<Object> elements = new ArrayList<>(Collections.nCopies(50, 1));
    elements.set(3, new Thread());
    elements.set(30, List.of(new Thread()));
    for (int chunkSize : new int[] {1, 20}) {
      int refused = 0;
      try (Pool pool = new Pool(2)) {
        ResultIterator<Integer> results = pool.imap(Object::hashCode, elements, chunkSize);
        for (int i = 0; i < 50; i++) {
          if (i == 3 || i == 30) {
            SerializationException seen = assertThrows(SerializationException.class, results::next);
            assertTrue(seen.getMessage().startsWith("tasks[" + i + "]"), seen.getMessage());
            refused++;
          } else {
            assertEquals(1, results.next());
          }
        }
        assertFalse(results.hasNext());
      }
      assertEquals(2, refused);
    }
  }

  @Test
  void theWindowCanBeSet() {
    AtomicInteger read = new AtomicInteger();
    try (Pool pool = Pool.builder().processes(2).imapWindow(5).build()) {
      ResultIterator<Integer> results =
          pool.imap(n -> n, () -> Stream.generate(read::getAndIncrement).iterator());
      for (int taken = 1; taken < 1_000; taken++) {
        assertEquals(taken - 1, results.next());
        assertTrue(read.get() - taken <= 5, "ahead: " + (read.get() - taken));
      }
    }
  }

  @Test
  void resultsThatDoNotFitOnTheSlateArriveToo() throws Exception {
    List<Integer> sizes =
        IntStream.range(0, 60).map(n -> n % 7 == 0 ? 1_500_000 : 200_000).boxed().toList();
    try (Pool pool = Pool.builder().processes(2).jvmOptions("-Xmx256m").build()) {
      List<Integer> seen = new ArrayList<>();
      pool.imap(size -> new byte[size], sizes).forEachRemaining(bytes -> seen.add(bytes.length));
      assertEquals(sizes, seen);
    }
  }

  /** All elements, or all results, are more than twice what the heap can hold. */
  @Test
  void memoryStaysFlat() throws Exception {
    try (ChildJvm program = ChildJvm.of(ManyElements.class).jvmOptions("-Xmx40m").start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
    }
  }

  static final class ManyElements {
    private static final int COUNT = 100_000;

    private ManyElements() {}

    public static void main(String[] args) {
      try (Pool pool = new Pool(2)) {
        for (int chunkSize : new int[] {1, 100}) {
          Iterable<byte[]> elements =
              () -> IntStream.range(0, COUNT).mapToObj(n -> new byte[1_000]).iterator();
          long bytes = 0;
          for (byte[] result :
              pool.imap(element -> Arrays.copyOf(element, 900), elements, chunkSize)) {
            bytes += result.length;
          }
          if (bytes != COUNT * 900L) {
            throw new IllegalStateException("bytes: " + bytes);
          }
        }
      }
    }
  }
}
