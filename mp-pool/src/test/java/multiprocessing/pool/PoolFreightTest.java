package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import multiprocessing.internal.resource.Family;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments and results of megabytes. */
@ProcessTest
class PoolFreightTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int SIZE = 5_000_001;

  @TempDir Path folder;

  @Test
  void largeArraysArriveWholeInBothDirectionsAndLeaveNothing() throws Exception {
    byte[] bytes = new byte[SIZE];
    new Random(1).nextBytes(bytes);
    double[] doubles = new Random(2).doubles(SIZE / 8).toArray();
    try (Pool pool = new Pool(2)) {
      assertArrayEquals(bytes, pool.apply(array -> array, bytes));
      assertArrayEquals(doubles, pool.apply(array -> array, doubles));
      List<byte[]> many = pool.map(array -> array, List.of(bytes, bytes, bytes, bytes), 1);
      many.forEach(each -> assertArrayEquals(bytes, each));
      assertEquals(List.of(), freight());
    }
  }

  @Test
  void whatAKilledWorkerHadNotReceivedIsRemovedAndGoesToAnother() throws Exception {
    try (Pool pool = new Pool(1)) {
      String place = folder.toString();
      pool.apply(() -> Phase.passed(Path.of(place), "worker"));
      Phases phases = Phases.in(folder);
      phases.kill("worker", Signal.STOP);
      AsyncResult<Integer> length = pool.applyAsync(array -> array.length, new byte[SIZE]);
      Eventually.until("it is on its way", LIMIT, () -> freight().size() == 1);
      List<Path> unread = freight();
      phases.kill("worker", Signal.KILL);
      assertEquals(SIZE, length.get(LIMIT));
      Eventually.until("it is gone", LIMIT, () -> !Files.exists(unread.get(0)));
      assertEquals(List.of(), freight());
    }
  }

  private static List<Path> freight() {
    try (Stream<Path> files = Files.list(Family.current().folder())) {
      return files.filter(file -> file.toString().contains("-freight-")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
