package multiprocessing.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import multiprocessing.Multiprocessing;
import multiprocessing.Process;
import multiprocessing.ProcessException;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.SmallMemory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues that need more than there is shared memory, where this user may mount little of it. */
@ProcessTest
class QueueSpillTest {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int BLOCK = 256 * 1024;

  @TempDir private Path folder;

  @Test
  void whatFindsNoSharedMemoryIsInTheTemporaryFolderAndGoesWithItsQueue() throws Exception {
    assumeTrue(SmallMemory.isPossible(), "cannot mount");
    String said =
        SmallMemory.run(
            Map.of(SHARED_MEMORY, "4m", folder, "12m"),
            Spiller.class,
            "-Djava.io.tmpdir=" + folder);
    assertEquals(
        """
        0:put more than 40: true
        cannot put: no room for a queue's next 524288 bytes
        spilled, for this user only: true
        drained by another: 0
        what was drained has gone: true
        goes on: 1
        spills again: true
        files and records of a forgotten queue: 0, 0
        """,
        said);
  }

  /** For it by hand: -Psoak. */
  @Test
  @Tag("soak")
  @HardLimit(seconds = 300)
  void oneGigabyteIsQueuedBeforeAnythingIsGot() throws Exception {
    assumeTrue(SmallMemory.isPossible(), "cannot mount");
    assertEquals(
        "0:all of it\n",
        SmallMemory.run(
            Map.of(SHARED_MEMORY, "64m"), Gigabyte.class, "-Djava.io.tmpdir=" + folder));
    Gigabyte.putAndGet();
  }

  /** A program with little of everything. */
  static final class Spiller {
    private Spiller() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(System.getProperty("java.io.tmpdir"));
      Queue<byte[]> queue = new Queue<>();
      fill(queue);
      boolean secret = true;
      for (Path file : list(folder)) {
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        secret &= permissions.equals("rw-------");
      }
      System.out.println("spilled, for this user only: " + (secret && list(folder).size() > 2));
      System.out.println("drained by another: " + drainElsewhere(queue));
      System.out.println("what was drained has gone: " + (list(folder).size() <= 1));
      queue.put(new byte[] {1});
      System.out.println("goes on: " + queue.get()[0]);
      for (int i = 0; i < 20; i++) {
        queue.put(new byte[BLOCK]);
      }
      System.out.println("spills again: " + !list(folder).isEmpty());
      queue = null;
      Eventually.until("it is forgotten", Crew.LIMIT, () -> forgotten(folder));
      Path names = list(SHARED_MEMORY).get(0).resolve("names");
      System.out.println(
          "files and records of a forgotten queue: "
              + list(folder).size()
              + ", "
              + list(names).size());
      Multiprocessing.shutdown();
    }

    private static void fill(Queue<byte[]> queue) throws InterruptedException {
      int put = 0;
      try {
        while (true) {
          byte[] block = new byte[BLOCK];
          block[0] = (byte) put;
          queue.put(block);
          put++;
        }
      } catch (ProcessException e) {
        System.out.println("put more than 40: " + (put > 40 && queue.qsize() == put));
        System.out.println(e.getMessage().replaceAll(" bytes: .*", " bytes"));
      }
    }

    private static int drainElsewhere(Queue<byte[]> queue) throws InterruptedException {
      Process other =
          Process.builder().jvmOptions("-Djava.io.tmpdir=/").target(Spiller::drain, queue).start();
      other.join();
      return other.exitCode().orElseThrow();
    }

    private static void drain(Queue<byte[]> queue) throws Exception {
      for (int i = 0; !queue.empty(); i++) {
        assertEquals((byte) i, queue.get()[0]);
      }
    }

    private static boolean forgotten(Path folder) {
      System.gc();
      Queue<String> next = new Queue<>(); // what was forgotten goes when another is made
      return next.empty() && list(folder).isEmpty();
    }

    private static List<Path> list(Path folder) {
      try (Stream<Path> files = Files.list(folder)) {
        return new ArrayList<>(files.toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A program that queues it. */
  static final class Gigabyte {
    private static final int COUNT = 1024;

    private Gigabyte() {}

    public static void main(String[] args) throws Exception {
      putAndGet();
      System.out.println("all of it");
    }

    static void putAndGet() throws InterruptedException {
      Queue<byte[]> queue = new Queue<>();
      Process producer = Crew.start(Gigabyte::put, queue);
      assertEquals(0, Crew.end(producer));
      assertEquals(COUNT, queue.qsize());
      for (int i = 0; i < COUNT; i++) {
        byte[] block = queue.get();
        assertEquals(1 << 20, block.length);
        assertEquals((byte) i, block[i]);
      }
      assertTrue(queue.empty());
    }

    private static void put(Queue<byte[]> queue) throws Exception {
      for (int i = 0; i < COUNT; i++) {
        byte[] block = new byte[1 << 20];
        block[i] = (byte) i;
        queue.put(block);
      }
    }
  }
}
