package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import multiprocessing.Multiprocessing;
import multiprocessing.ProcessException;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.SmallMemory;
import org.junit.jupiter.api.Test;

/** A /dev/shm of 4 MiB that becomes full, where this user may mount one. */
@ProcessTest
class FullMemoryTest {

  @Test
  void fullMemoryIsAnExceptionAtCreationAndNothingIsLeft() throws Exception {
    assumeTrue(SmallMemory.isPossible(), "cannot mount");
    String said = SmallMemory.run(Map.of(Path.of("/dev/shm"), "4m"), Filler.class);
    assertEquals("0:no room for 1048576 more\nno room in an array\nno room for a byte\n[]\n", said);
  }

  @Test
  void whatWasClosedOrForgottenMakesRoom() throws Exception {
    assumeTrue(SmallMemory.isPossible(), "cannot mount");
    assertEquals(
        "0:all made\n", SmallMemory.run(Map.of(Path.of("/dev/shm"), "16m"), Churner.class));
  }

  /** Makes ten times as much as there is, but not at once. */
  static final class Churner {
    private static final int LENGTH = 1 << 20;

    private Churner() {}

    public static void main(String[] args) throws IOException {
      for (int i = 0; i < 40; i++) {
        try (SharedMemory memory = SharedMemory.create(4L * LENGTH)) {
          memory.buf().putInt(4 * (LENGTH - 1), i);
          memory.unlink();
        }
      }
      for (int i = 0; i < 40; i++) {
        Array.zeroedInts(LENGTH).set(LENGTH - 1, i);
      }
      Multiprocessing.shutdown();
      System.out.println("all made");
    }
  }

  /** Fills it, and then writes into all that it has got. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] args) throws Exception {
      List<SharedMemory> all = new ArrayList<>();
      String told = "";
      while (told.isEmpty()) {
        try {
          all.add(SharedMemory.create("block-" + all.size(), 1 << 20));
        } catch (IOException e) {
          told = e.getMessage();
        }
      }
      print(told, "cannot reserve 1048576 bytes", "no room for 1048576 more");
      try {
        IntArray unexpected = Array.zeroedInts(1 << 20);
        print(unexpected.toString(), "never", "");
      } catch (ProcessException e) {
        print(e.getMessage(), "No space left on device", "no room in an array");
      }
      List<ByteArray> arrays = new ArrayList<>();
      while (arrays.size() < 10_000) {
        try {
          arrays.add(Array.zeroedBytes(4096));
        } catch (ProcessException e) {
          break;
        }
      }
      try {
        all.add(SharedMemory.create(1));
      } catch (IOException e) {
        print(e.getMessage(), "No space left on device", "no room for a byte");
      }
      all.forEach(memory -> memory.buf().put(new byte[1 << 20]));
      arrays.forEach(array -> array.fill((byte) 1));
      Multiprocessing.shutdown();
      System.out.println(List.of(new File("/dev/shm").list()));
    }

    private static void print(String message, String expected, String ifSo) {
      System.out.println(message.contains(expected) ? ifSo : message);
    }
  }
}
