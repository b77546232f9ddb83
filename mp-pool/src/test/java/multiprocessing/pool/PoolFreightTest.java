package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
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
  void whatAKilledWorkerHadNotReadGoesToAnotherAndIsRemoved() throws Exception {
    try (Pool pool = new Pool(1)) {
      String place = folder.toString();
      pool.apply(() -> Phase.passed(Path.of(place), "worker"));
      Phases phases = Phases.in(folder);
      phases.kill("worker", Signal.STOP);
      AsyncResult<Integer> length = pool.applyAsync(array -> array.length, new byte[SIZE]);
      Eventually.until("it is on its way", LIMIT, () -> freight().size() == 1);
      phases.kill("worker", Signal.KILL);
      assertEquals(SIZE, length.get(LIMIT));
      assertEquals(List.of(), freight());
    }
  }

  @Test
  void elementsThatAKilledWorkerHadNotReceivedGoToAnotherAndAreRemoved() throws Exception {
    try (Pool pool = new Pool(1)) {
      String place = folder.toString();
      pool.apply(() -> Phase.passed(Path.of(place), "worker"));
      Phases phases = Phases.in(folder);
      phases.kill("worker", Signal.STOP);
      AsyncResult<List<Integer>> lengths =
          pool.mapAsync(array -> array.length, List.of(new byte[SIZE], new byte[SIZE]), 2);
      Eventually.until("they are on their way", LIMIT, () -> freight().size() == 1);
      phases.kill("worker", Signal.KILL);
      assertEquals(List.of(SIZE, SIZE), lengths.get(LIMIT));
      Eventually.until("the first message is gone", LIMIT, () -> freight().isEmpty());
    }
  }

  @Test
  void whatALargeCallCarriesIsThatOfTheMomentOfTheCall() throws Exception {
    byte[] bytes = new byte[SIZE];
    try (Pool pool = new Pool(1)) {
      AsyncResult<Integer> sum = pool.applyAsync(PoolFreightTest::sum, bytes);
      Arrays.fill(bytes, (byte) 1);
      assertEquals(0, sum.get(LIMIT));
    }
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsRemovedWithoutHavingBeenRead() throws Exception {
    try (Pool pool = new Pool(1)) {
      AsyncResult<Void> busy = pool.applyAsync(() -> new CountDownLatch(1).await());
      List<AsyncResult<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(pool.applyAsync(array -> array.length, new byte[SIZE]));
      }
      assertEquals(3, freight().size());
      assertTrue(waiting.get(1).cancel(false));
      assertEquals(2, freight().size());
      pool.terminate();
      assertThrows(Exception.class, () -> busy.get(LIMIT));
      assertEquals(List.of(), freight());
      assertThrows(
          IllegalStateException.class, () -> pool.applyAsync(a -> a.length, new byte[SIZE]));
      assertEquals(List.of(), freight());
    }
  }

  @Test
  void aLargeTaskThatKillsItsWorkerIsTriedAgainFromTheSameFile() throws Exception {
    String place = folder.toString();
    byte[] bytes = new byte[SIZE];
    bytes[SIZE - 1] = 3;
    try (Pool pool = Pool.builder().processes(1).retryOnWorkerLost(1).build()) {
      int back = pool.apply(array -> dieOnce(place, array), bytes);
      assertEquals(3, back);
      assertEquals(List.of(), freight());
    }
  }

  @Test
  void largeResultOfAWorkerThatDiesInItsNextTaskArrives() throws Exception {
    try (Pool pool = new Pool(1)) {
      List<Outcome<byte[]>> outcomes =
          pool.mapOutcomes(PoolFreightTest::makeOrDie, List.of(SIZE, 0), 2);
      assertEquals(SIZE, outcomes.get(0).get().length);
      assertThrows(WorkerLostException.class, () -> outcomes.get(1).get());
      assertEquals(List.of(), freight());
    }
  }

  private static byte[] makeOrDie(int size) {
    if (size == 0) {
      Runtime.getRuntime().halt(9);
    }
    return new byte[size];
  }

  private static int dieOnce(String place, byte[] array) throws IOException {
    Path mark = Path.of(place, "died");
    if (!Files.exists(mark)) {
      Files.createFile(mark);
      Runtime.getRuntime().halt(9);
    }
    return array[SIZE - 1];
  }

  private static int sum(byte[] array) {
    int sum = 0;
    for (byte each : array) {
      sum += each;
    }
    return sum;
  }

  private static List<Path> freight() {
    try (Stream<Path> files = Files.list(Family.current().folder())) {
      return files.filter(file -> file.getFileName().toString().contains("freight-")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
