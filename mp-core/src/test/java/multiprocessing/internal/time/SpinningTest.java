package multiprocessing.internal.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Looking again and again ends, and ends sooner where it was in vain before. */
@ProcessTest
class SpinningTest {
  private final Spinning spinning = new Spinning();

  @Test
  void eachWaitEndsInBlocking() {
    assertTrue(spinning.begin());
    lookInVain();
  }

  @Test
  void afterMissesInARowMostWaitsBlockAtOnce() {
    int looked = 0;
    for (int wait = 0; wait < 1_000; wait++) {
      if (spinning.begin()) {
        looked++;
        lookInVain();
      }
    }
    assertTrue(looked >= 10 && looked < 50, looked + " of 1000");
  }

  @Test
  void whatIsThereAtOnceRestoresConfidence() {
    while (spinning.begin()) {
      lookInVain();
    }
    int skipped = 1;
    while (!spinning.begin()) {
      skipped++;
    }
    spinning.found();
    assertTrue(skipped > 0);
    for (int wait = 0; wait < 100; wait++) {
      assertTrue(spinning.begin(), "wait " + wait);
      spinning.found();
    }
    assertEquals(0, skippedAfterOneMiss());
  }

  private int skippedAfterOneMiss() {
    assertTrue(spinning.begin());
    lookInVain();
    int skipped = 0;
    while (!spinning.begin()) {
      skipped++;
    }
    return skipped;
  }

  private void lookInVain() {
    boolean goOn = true;
    while (goOn) {
      goOn = spinning.pause();
    }
    assertFalse(goOn);
  }
}
