package multiprocessing.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** The examples of locks, queues and shared memory. */
@ProcessTest
class SharingTest {

  @Test
  void moneyOfAKilledClerkIsNotLost() throws Exception {
    String printed = run("bank");
    assertTrue(printed.contains("was killed with the lock, and with 400"), printed);
    assertTrue(printed.contains("all accounts have 8000, nothing is lost: yes"), printed);
  }

  @Test
  void rangeOfAKilledWorkerIsCountedAfterAll() throws Exception {
    String printed = run("primes");
    assertTrue(printed.contains("17984 primes below 200000"), printed);
  }

  @Test
  void lifeInTwoProcessesIsAsInOne() throws Exception {
    String printed = run("life");
    assertTrue(printed.contains("in this JVM alone: yes"), printed);
  }

  private static String run(String name) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, UTF_8);
    int status = Examples.run(List.of(name), both, both);
    assertEquals(0, status, out.toString(UTF_8));
    return out.toString(UTF_8);
  }
}
