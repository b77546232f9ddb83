package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import multiprocessing.Multiprocessing;
import multiprocessing.internal.resource.Family;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.Kindred;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A family of twenty processes is killed, all of it, at a random moment of its life; soon after
 * that nothing of it is left, and another family has noticed nothing. The seeds are printed; one
 * that is given as the system property {@code mp.test.seed} is used in place of a new one.
 */
@ProcessTest
class KilledFamilyTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final long LONGEST_START_MILLIS = 3_000;

  @TempDir Path folder;

  @Test
  @HardLimit(seconds = 600)
  void nothingIsLeftOfAFamilyThatWasKilledFiveTimes() throws Exception {
    besideANeighbour(5);
  }

  @Test
  @Tag("soak")
  @HardLimit(seconds = 7200)
  void nothingIsLeftOfAFamilyThatWasKilledAHundredTimes() throws Exception {
    besideANeighbour(100);
  }

  private void besideANeighbour(int rounds) throws Exception {
    long seed = Long.getLong("mp.test.seed", System.nanoTime());
    System.out.println("-Dmp.test.seed=" + seed);
    Random random = new Random(seed);
    try (ChildJvm neighbour = ChildJvm.start(Neighbour.class, folder.toString())) {
      awaitProgress();
      for (int round = 0; round < rounds; round++) {
        killOne(round, random);
        awaitProgress();
      }
      Files.createFile(folder.resolve("stop"));
      assertEquals(0, neighbour.awaitExit(LIMIT), neighbour::toString);
      assertEquals("", neighbour.stderr());
    }
  }

  private void awaitProgress() {
    long before = progress();
    Eventually.until("progress of the neighbour", LIMIT, () -> progress() > before);
  }

  private long progress() {
    try {
      Path file = folder.resolve("progress");
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In every second round the janitor is killed too, and the next founder does its work. */
  private void killOne(int round, Random random) throws IOException {
    boolean alsoJanitor = round % 2 == 1;
    String mark = "kin" + Long.toHexString(random.nextLong());
    Path place = Files.createDirectory(folder.resolve(mark));
    Path sockets = Files.createDirectory(place.resolve("s"));
    Kindred kindred =
        Kindred.start(mark, ChildJvm.of(Household.class).arguments(mark, place.toString()));
    try (ChildJvm program = kindred.program()) {
      String moment = awaitMoment(place, random, program);
      int killed = kindred.killAll(random, alsoJanitor);
      long start = System.nanoTime();
      if (alsoJanitor) {
        Family founded = Family.current();
        moment += ", founded " + founded.folder();
      }
      Eventually.value(
          "nothing left of " + mark + ", killed " + moment + ", with janitor: " + alsoJanitor,
          SOON,
          () -> remains(kindred, sockets),
          List::isEmpty);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      System.out.printf(
          "round %d: %d killed %s, nothing left %d ms later%n", round, killed, moment, millis);
      Multiprocessing.shutdown();
    }
  }

  /** Half of the families are killed while they grow. */
  private static String awaitMoment(Path place, Random random, ChildJvm program) {
    boolean grown = random.nextBoolean();
    long millis = random.nextLong(grown ? 500 : LONGEST_START_MILLIS);
    if (grown) {
      Eventually.until(
          "all hold something",
          LIMIT,
          () -> {
            if (!program.isAlive()) {
              throw new AssertionError("ended by itself: " + program);
            }
            return Phases.in(place).at("holds").size() == Household.SIZE;
          });
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    return millis + " ms after " + (grown ? "it was grown" : "its start");
  }

  private static List<String> remains(Kindred kindred, Path sockets) {
    List<String> left = new ArrayList<>(kindred.remains());
    try (Stream<Path> files = Files.list(sockets)) {
      files.forEach(file -> left.add("socket " + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left;
  }
}
