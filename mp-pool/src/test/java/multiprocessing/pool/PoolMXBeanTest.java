package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** A pool as JMX sees it. */
@ProcessTest
class PoolMXBeanTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  @Test
  void numbersOfAPoolAreThereUntilItHasEnded() throws Exception {
    try (Pool first = new Pool(1);
        Pool second = new Pool(2)) {
      assertEquals(List.of(1, 2, 3), first.map(n -> n, List.of(1, 2, 3)));
      Eventually.until("both are registered", LIMIT, () -> names().size() == 2);
      assertEquals(4, second.apply(() -> 4));
      long done = 0;
      for (ObjectName name : names()) {
        assertTrue(name.toString().matches("multiprocessing:type=Pool,name=Pool-\\d+"));
        done += (Long) server.getAttribute(name, "TasksDone");
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
          Object value = server.getAttribute(name, attribute.getName());
          boolean time = attribute.getName().equals("Since");
          assertTrue(time ? isPast((String) value) : value instanceof Number, attribute::toString);
        }
        assertEquals(
            PoolStats.class.getRecordComponents().length,
            Arrays.stream(server.getMBeanInfo(name).getAttributes()).count());
      }
      assertEquals(4, done);
      second.terminate();
      second.join();
      assertEquals(1, names().size());
    }
    assertEquals(Set.of(), names());
  }

  private static boolean isPast(String time) {
    return Instant.parse(time).isBefore(Instant.now());
  }

  private Set<ObjectName> names() {
    try {
      return server.queryNames(new ObjectName("multiprocessing:type=Pool,*"), null);
    } catch (javax.management.MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void propertyLeavesItOut() throws Exception {
    System.setProperty("multiprocessing.jmx", "false");
    try (Pool pool = new Pool(1)) {
      assertEquals(1, pool.apply(() -> 1));
      assertFalse(
          Thread.getAllStackTraces().keySet().stream()
              .anyMatch(thread -> thread.getName().startsWith("mp-pool-mxbean")));
    } finally {
      System.clearProperty("multiprocessing.jmx");
    }
  }
}
