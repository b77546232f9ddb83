package multiprocessing.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import multiprocessing.Process;
import multiprocessing.sync.Event;
import multiprocessing.sync.Lock;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** A process that waits leaves its processor to others. */
@ProcessTest
class IdleWaitTest {
  private static final Duration MEASURED = Duration.ofSeconds(3);
  private static final String PREFIX = "waits-";

  /**
   * Each looks by itself ten times a second; one that spins or polls does so thousands of times.
   */
  private static final long MOST_TIMES_ASLEEP = 40 * MEASURED.toSeconds();

  /** Two per cent of a processor; one that spins takes all that it gets. */
  private static final long MOST_NANOS = MEASURED.toNanos() / 50;

  @Test
  void waitsForALockAnEventAndAQueueTakeNoProcessorTime() throws Exception {
    Waits waits = new Waits(new Lock(), new Event(), new Queue<>());
    waits.lock.acquire();
    Process process = Crew.start(IdleWaitTest::waitForAll, waits);
    long pid = process.pid().orElseThrow();
    Eventually.until("all three wait", Crew.LIMIT, () -> asleep(pid) == 3);
    Map<String, Use> before = uses(pid);
    assertFalse(waits.lock.acquire(MEASURED));
    Map<String, Use> after = uses(pid);
    waits.lock.release();
    waits.event.set();
    waits.queue.put("end");
    assertEquals(0, Crew.end(process));
    before.forEach(
        (thread, use) -> {
          Use now = after.get(thread);
          long times = now.timesAsleep - use.timesAsleep;
          long nanos = now.nanos - use.nanos;
          assertTrue(times <= MOST_TIMES_ASLEEP, thread + " went to sleep " + times + " times");
          assertTrue(nanos <= MOST_NANOS, thread + " took " + nanos + " ns");
        });
  }

  private static void waitForAll(Waits waits) throws InterruptedException {
    Thread[] threads = {
      thread("lock", waits.lock::acquire),
      thread("event", waits.event::await),
      thread("queue", waits.queue::get)
    };
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static Thread thread(String name, Wait wait) {
    Thread thread =
        new Thread(
            () -> {
              try {
                wait.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            PREFIX + name);
    thread.start();
    return thread;
  }

  /** How many of them sleep, and have done so before. */
  private static int asleep(long pid) {
    int count = 0;
    for (Map.Entry<String, Use> thread : uses(pid).entrySet()) {
      boolean sleeps = thread.getValue().timesAsleep > 3 && thread.getValue().sleeps;
      count += thread.getKey().startsWith(PREFIX) && sleeps ? 1 : 0;
    }
    return count;
  }

  /** Of the threads that wait, and of the one that wakes them. */
  private static Map<String, Use> uses(long pid) {
    Map<String, Use> uses = new TreeMap<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        String name = Files.readString(thread.resolve("comm")).strip();
        if (name.startsWith(PREFIX) || name.startsWith("mp-bell")) {
          String status = Files.readString(thread.resolve("status"));
          String nanos = Files.readString(thread.resolve("schedstat")).split(" ", 2)[0];
          uses.put(
              name,
              new Use(
                  Long.parseLong(field(status, "voluntary_ctxt_switches")),
                  Long.parseLong(nanos),
                  field(status, "State").startsWith("S")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return uses;
  }

  private static String field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1)
        .strip();
  }

  private record Use(long timesAsleep, long nanos, boolean sleeps) {}

  private record Waits(Lock lock, Event event, Queue<String> queue) {}

  private interface Wait {
    void await() throws InterruptedException;
  }
}
