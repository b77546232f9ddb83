package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import multiprocessing.Multiprocessing;
import multiprocessing.ProcessException;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** A /dev/shm of 4 MiB that becomes full, where this user may mount one. */
@ProcessTest
class FullMemoryTest {
  private static final String MOUNT = "mount -t tmpfs -o size=4m tmpfs /dev/shm";

  @Test
  void fullMemoryIsAnExceptionAtCreationAndNothingIsLeft() throws Exception {
    assumeTrue(unshare("true").equals("0:"), "cannot mount");
    String java = System.getProperty("java.home") + "/bin/java";
    String classes = System.getProperty("java.class.path");
    String said = unshare("'" + java + "' -cp '" + classes + "' '" + Filler.class.getName() + "'");
    assertEquals("0:no room for 1048576 more\nno room in an array\nno room for a byte\n[]\n", said);
  }

  /** The exit code and the output of a command in a mount namespace of its own. */
  private static String unshare(String command) throws Exception {
    try {
      Process process =
          new ProcessBuilder("unshare", "-rm", "sh", "-c", MOUNT + " && " + command)
              .redirectErrorStream(true)
              .start();
      byte[] output = process.getInputStream().readAllBytes();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return process.exitValue() + ":" + new String(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "no unshare: " + e.getMessage();
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
