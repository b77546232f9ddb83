package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** What is told of a worker that was lost. */
@ProcessTest
class PoolLossTest {

  @Test
  void lastWordsAreInTheException() {
    try (Pool pool = new Pool(1)) {
      WorkerLostException lost =
          assertThrows(WorkerLostException.class, () -> pool.apply(PoolLossTest::complainAndExit));
      assertEquals(7, lost.exitCode());
      assertEquals("the licence server\ndoes not answer", lost.lastErrors());
      String message = lost.getMessage();
      assertTrue(message.contains("exit code 7"), message);
      assertTrue(message.endsWith("; it wrote last: " + lost.lastErrors()), message);
    }
  }

  private static void complainAndExit() {
    System.err.println("the licence server");
    System.err.println("does not answer");
    System.exit(7);
  }
}
