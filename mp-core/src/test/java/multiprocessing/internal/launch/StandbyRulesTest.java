package multiprocessing.internal.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many standbys are wanted and when they are launched, without any. */
class StandbyRulesTest {
  private static final long LINGER = 1_000;

  @TempDir private Path folder;

  @Test
  void eachMissWantsOneMoreUpToTheMost() {
    StandbyDemand demand = new StandbyDemand();
    assertEquals(0, demand.wanted());
    for (int i = 0; i < 5; i++) {
      demand.missed(i, 3);
    }
    assertEquals(3, demand.wanted());
    demand.served(6);
    assertEquals(3, demand.wanted());
  }

  @Test
  void idlenessWantsFewerDownToNone() {
    StandbyDemand demand = new StandbyDemand();
    demand.missed(0, 8);
    demand.missed(0, 8);
    assertEquals(1, demand.lingerNanos(LINGER - 1, LINGER));
    assertEquals(2, demand.wanted());
    assertEquals(LINGER, demand.lingerNanos(LINGER, LINGER));
    assertEquals(1, demand.wanted());
    demand.served(LINGER + 1);
    assertEquals(1, demand.lingerNanos(2 * LINGER, LINGER));
    demand.lingerNanos(9 * LINGER, LINGER);
    assertEquals(0, demand.wanted());
  }

  @Test
  void launchLeavesAStartItsRest() {
    StandbyDemand demand = new StandbyDemand();
    assertEquals(0, demand.restNanos(0));
    demand.served(0);
    assertEquals(StandbyDemand.REST_NANOS, demand.restNanos(0));
    assertEquals(0, demand.restNanos(StandbyDemand.REST_NANOS));
  }

  @Test
  void launchIsNotPutOffForEverByMoreStarts() {
    StandbyDemand demand = new StandbyDemand();
    long now = 0;
    while (demand.restNanos(now) > 0 || now == 0) {
      demand.missed(now, 8);
      now += StandbyDemand.COLD_REST_NANOS / 2;
      assertTrue(now <= StandbyDemand.LONGEST_REST_NANOS, () -> "still resting");
    }
  }

  @Test
  void standbysThatOnlyDieAreNotReplacedForAWhile() {
    StandbyDeaths deaths = new StandbyDeaths();
    for (int i = 1; i < StandbyDeaths.TOO_MANY; i++) {
      deaths.died(0);
      assertEquals(0, deaths.pauseNanos(0));
    }
    deaths.died(0);
    assertEquals(StandbyDeaths.PAUSE_NANOS, deaths.pauseNanos(0));
    assertEquals(0, deaths.pauseNanos(StandbyDeaths.PAUSE_NANOS));
    deaths.died(0);
    deaths.forget();
    assertEquals(0, deaths.pauseNanos(0));
  }

  @Test
  void offerIsTakenByOneSideOnly() throws Exception {
    Path file = folder.resolve("offer");
    Offer offer = new Offer(file.toString());
    assertFalse(offer.revoke());
    offer.make();
    assertTrue(offer.isOpen());
    assertTrue(new Offer(file.toString()).claim());
    assertFalse(offer.isOpen());
    assertFalse(offer.revoke());
    offer.make();
    assertTrue(offer.revoke());
    assertFalse(offer.claim());
  }

  /** One that was renamed would only make starts slower, so nothing else would tell. */
  @Test
  void whatStandbysLoadIsThere() throws Exception {
    for (String name : WarmUp.LIBRARY) {
      if (!name.startsWith("multiprocessing.pool.")) { // of a module above
        assertEquals(name, Class.forName(name, false, getClass().getClassLoader()).getName());
      }
    }
  }

  @Test
  void freeMemoryIsWhatTheMachineOrTheGroupHas() throws Exception {
    Path machine =
        Files.writeString(folder.resolve("m"), "MemFree: 1 kB\nMemAvailable:   2048 kB\n");
    assertEquals(2L << 20, FreeMemory.machine(machine));
    assertEquals(Long.MAX_VALUE, FreeMemory.machine(folder.resolve("none")));
    Path limit = Files.writeString(folder.resolve("l"), "1000\n");
    Path used = Files.writeString(folder.resolve("u"), "300\n");
    assertEquals(700, FreeMemory.group(limit, used));
    assertEquals(0, FreeMemory.group(used, limit));
    assertEquals(
        Long.MAX_VALUE, FreeMemory.group(Files.writeString(folder.resolve("x"), "max\n"), used));
    assertTrue(FreeMemory.bytes() > 0);
  }

  @Test
  void numberThatIsNoneIsNamed() {
    System.setProperty(StandbyLimits.MOST, "many");
    try {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, StandbyLimits::now);
      assertEquals(
          "system property multiprocessing.forkserver.standbys is not a whole number: 'many'",
          refused.getMessage());
    } finally {
      System.clearProperty(StandbyLimits.MOST);
    }
  }
}
