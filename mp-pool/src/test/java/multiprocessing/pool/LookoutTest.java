package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LookoutTest {
  private static final long TWO_SECONDS = TimeUnit.SECONDS.toNanos(2);

  private final Lookout lookout = new Lookout(() -> {});

  @Test
  void whoComesMuchTooLateWasPaused() {
    lookout.lookIn(-TWO_SECONDS);
    assertTrue(lookout.looks() >= TWO_SECONDS);
    assertEquals(0, lookout.looks(), "told once");
  }

  @Test
  void whoComesEarlyOrWithoutAReasonWasNot() {
    assertEquals(0, lookout.looks());
    lookout.lookIn(Limits.NONE);
    assertEquals(0, lookout.looks());
    lookout.lookIn(TWO_SECONDS);
    assertEquals(0, lookout.looks());
  }

  @Test
  void theEarliestMomentCounts() {
    lookout.lookIn(-TWO_SECONDS);
    lookout.lookIn(TWO_SECONDS);
    assertTrue(lookout.looks() >= TWO_SECONDS);
  }
}
