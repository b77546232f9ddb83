package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Processes that are killed while they write megabytes at once. */
@ProcessTest
class BulkWriteDeathTest {
  private static final int LENGTH = 2 << 20;
  private static final int OLD = 0x01010101;
  private static final int NEW = 0x02020202;

  /** More than are needed until one dies in the middle. */
  private static final int MOST_VICTIMS = 20;

  private final Random random = new Random();

  @Test
  void lockOfAHalfWrittenArrayIsAbandonedAndItsElementsAreWhole() throws Exception {
    IntArray array = Array.zeroedInts(LENGTH);
    array.fill(OLD);
    boolean mixed = false;
    for (int i = 0; i < MOST_VICTIMS && !mixed; i++) {
      kill(BulkWriteDeathTest::writeArray, array);
      if (diedWithTheLock(array)) {
        assertThrows(OwnerDiedException.class, () -> array.set(0, 1));
        mixed = isMixed(array.unlocked().toArray());
        array.getLock().recover();
        array.fill(OLD);
        array.getLock().release();
      }
      assertTrue(array.getLock().acquire(Crew.LIMIT));
      array.getLock().release();
    }
    assertTrue(mixed, "none of " + MOST_VICTIMS + " died while it wrote");
  }

  @Test
  void halfWrittenSharedMemoryIsReadByAnybody() throws Exception {
    try (SharedMemory memory = SharedMemory.create(LENGTH * (long) Integer.BYTES)) {
      boolean mixed = false;
      for (int i = 0; i < MOST_VICTIMS && !mixed; i++) {
        kill(BulkWriteDeathTest::writeMemory, memory);
        int[] seen = new int[LENGTH];
        memory.buf().asIntBuffer().get(seen);
        mixed = isMixed(seen);
        memory.buf().asIntBuffer().put(filled(OLD));
        assertEquals(OLD, memory.buf().getInt(0));
      }
      assertTrue(mixed, "none of " + MOST_VICTIMS + " died while it wrote");
      memory.unlink();
    }
  }

  private <A> void kill(WriterTask<A> task, A target) throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      Process writer = new Process(task::write, target, pipe.second());
      writer.start();
      assertEquals("writes", pipe.first().recv());
      LockSupport.parkNanos(random.nextInt(20_000_000)); // the instant is what varies
      writer.kill();
      assertEquals(-9, Crew.end(writer));
    }
  }

  private interface WriterTask<A> extends java.io.Serializable {
    void write(A target, Connection told) throws Exception;
  }

  /** It had it all the time but for the moments between two writes. */
  private static boolean diedWithTheLock(IntArray array) {
    try {
      assertEquals(LENGTH, array.toArray().length);
      return false;
    } catch (OwnerDiedException e) {
      return true;
    }
  }

  private static boolean isMixed(int... seen) {
    boolean old = false;
    boolean anew = false;
    for (int one : seen) {
      assertTrue(one == OLD || one == NEW, () -> "half an element: " + Integer.toHexString(one));
      old |= one == OLD;
      anew |= one == NEW;
    }
    return old && anew;
  }

  private static int[] filled(int value) {
    int[] values = new int[LENGTH];
    Arrays.fill(values, value);
    return values;
  }

  private static void writeArray(IntArray array, Connection told) throws Exception {
    int[] one = filled(OLD);
    int[] other = filled(NEW);
    array.set(0, one, 0, LENGTH);
    told.send("writes");
    while (true) {
      array.set(0, other, 0, LENGTH);
      array.set(0, one, 0, LENGTH);
    }
  }

  private static void writeMemory(SharedMemory memory, Connection told) throws Exception {
    int[] one = filled(OLD);
    int[] other = filled(NEW);
    IntBuffer all = memory.buf().asIntBuffer();
    all.put(0, one);
    told.send("writes");
    while (true) {
      all.put(0, other);
      all.put(0, one);
    }
  }
}
