package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

@ProcessTest
class PoolReferencesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void neitherElementsNorResultsNorArgumentsAreKeptByAPoolThatIsOpen() throws Exception {
    try (Pool pool = new Pool(2)) {
      List<WeakReference<Object>> gone = new ArrayList<>(used(pool));
      for (WeakReference<Object> each : gone) {
        Eventually.until("collected: " + gone.indexOf(each), LIMIT, () -> isCollected(each));
      }
      assertEquals(1, pool.apply(() -> 1));
    }
  }

  private static List<WeakReference<Object>> used(Pool pool) throws InterruptedException {
    byte[] element = new byte[1000];
    byte[] argument = new byte[1000];
    List<byte[]> results = pool.map(bytes -> bytes, List.of(element, new byte[1]));
    byte[] result = pool.apply((byte[] bytes) -> bytes, argument);
    return List.of(
        new WeakReference<>(element),
        new WeakReference<>(argument),
        new WeakReference<>(results.get(0)),
        new WeakReference<>(result));
  }

  private static boolean isCollected(WeakReference<?> reference) {
    System.gc();
    return reference.refersTo(null);
  }
}
