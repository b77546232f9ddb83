package multiprocessing.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.Process;
import multiprocessing.sync.Event;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that put and get numbered objects are killed at random instants, and nothing is lost or
 * doubled but what a victim had in its hands. A few times here, a thousand times with the profile
 * {@code soak}.
 */
@ProcessTest
class QueueSoakTest {
  private static final int EACH = 4;
  private static final int RECORD = 2 * Long.BYTES;

  @TempDir private Path folder;

  @Test
  @HardLimit(seconds = 120)
  void aDozenKillsLoseAtMostWhatWasInHand() throws Exception {
    killAndCompare(12);
  }

  @Test
  @Tag("soak")
  @HardLimit(seconds = 3_600)
  void aThousandKillsLoseAtMostWhatWasInHand() throws Exception {
    killAndCompare(1_000);
  }

  private void killAndCompare(int kills) throws Exception {
    long seed = Long.getLong("mp.test.seed", System.nanoTime());
    System.out.println("-Dmp.test.seed=" + seed);
    Random random = new Random(seed);
    Work work = new Work(new Queue<>(), new Event(), folder.toString());
    List<Process> crew = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      crew.add(Crew.start(QueueSoakTest::produce, work));
      crew.add(Crew.start(QueueSoakTest::consume, work));
    }
    int killedConsumers = 0;
    int killedProducers = 0;
    for (int i = 0; i < kills; i++) {
      LockSupport.parkNanos(random.nextInt(100_000_000)); // the instant is what varies
      int victim = random.nextInt(crew.size());
      crew.get(victim).kill();
      assertEquals(-9, Crew.end(crew.get(victim)));
      boolean produced = victim % 2 == 0;
      killedProducers += produced ? 1 : 0;
      killedConsumers += produced ? 0 : 1;
      crew.set(
          victim,
          produced
              ? Crew.start(QueueSoakTest::produce, work)
              : Crew.start(QueueSoakTest::consume, work));
    }
    work.stop.set();
    Crew.endWell(crew);
    assertTrue(work.queue.empty());
    compare(killedProducers, killedConsumers);
  }

  private void compare(int killedProducers, int killedConsumers) throws IOException {
    Map<Long, Long> lastPut = new HashMap<>();
    for (long[] put : records("put")) {
      lastPut.merge(put[0], put[1], Math::max);
    }
    Map<Long, Map<Long, Integer>> got = new HashMap<>();
    int doubled = 0;
    for (long[] item : records("got")) {
      int times =
          got.computeIfAbsent(item[0], any -> new HashMap<>()).merge(item[1], 1, Integer::sum);
      doubled += times > 1 ? 1 : 0;
    }
    long lost = 0;
    long unsaid = 0;
    for (Map.Entry<Long, Long> producer : lastPut.entrySet()) {
      Map<Long, Integer> its = got.getOrDefault(producer.getKey(), Map.of());
      for (long number = 1; number <= producer.getValue(); number++) {
        lost += its.containsKey(number) ? 0 : 1;
      }
      unsaid += its.containsKey(producer.getValue() + 1) ? 1 : 0;
      assertTrue(!its.containsKey(producer.getValue() + 2), "more than one object in hand");
    }
    String seen =
        "lost "
            + lost
            + ", doubled "
            + doubled
            + ", put and not said "
            + unsaid
            + "; killed "
            + killedProducers
            + " producers, "
            + killedConsumers
            + " consumers";
    System.out.println(seen);
    assertEquals(0, doubled, seen);
    assertTrue(lost <= killedConsumers, seen);
    assertTrue(unsaid <= killedProducers, seen);
  }

  private List<long[]> records(String kind) throws IOException {
    List<long[]> records = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, kind + "-*")) {
      for (Path file : files) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        while (bytes.remaining() >= RECORD) {
          records.add(new long[] {bytes.getLong(), bytes.getLong()});
        }
      }
    }
    return records;
  }

  /** Says of each object that it was put, when it was; the file survives a kill. */
  private static void produce(Work work) throws Exception {
    long producer = System.nanoTime(); // process ids return
    Random random = new Random(producer);
    try (RandomAccessFile said = work.file("put", producer)) {
      for (long number = 1; !work.stop.isSet(); number++) {
        int length = random.nextInt(100) == 0 ? random.nextInt(400_000) : random.nextInt(200);
        work.queue.put(new Item(producer, number, new byte[length]));
        say(said, producer, number);
        if (work.queue.qsize() > 200) {
          boolean ignored = work.stop.await(Duration.ofMillis(1));
        }
      }
    }
  }

  private static void consume(Work work) throws Exception {
    try (RandomAccessFile said = work.file("got", System.nanoTime())) {
      boolean goOn = true;
      while (goOn) {
        try {
          Item item = work.queue.get(Duration.ofMillis(300));
          say(said, item.producer, item.number);
        } catch (QueueEmptyException e) {
          goOn = !work.stop.isSet();
        }
      }
    }
  }

  private static void say(RandomAccessFile file, long producer, long number) throws IOException {
    file.write(ByteBuffer.allocate(RECORD).putLong(producer).putLong(number).array());
  }

  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Item(long producer, long number, byte[] rest) {}

  private record Work(Queue<Item> queue, Event stop, String folder) {
    RandomAccessFile file(String kind, long id) throws IOException {
      return new RandomAccessFile(Path.of(folder, kind + "-" + id).toString(), "rw");
    }
  }
}
