package multiprocessing.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multiprocessing.internal.resource.Family;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody here waits for less than an hour: whoever goes on was woken. */
@ProcessTest
class BellFifoTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final Map<Integer, Thread> threads = new ConcurrentHashMap<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private Path path;
  private BellFifo fifo;
  private FileOutputStream outside;

  @BeforeEach
  void open() throws IOException {
    path = Family.current().folder().resolve("bell-test");
    fifo = new BellFifo(path, threads::get);
    outside = new FileOutputStream(path.toFile());
  }

  @AfterEach
  void close() throws IOException {
    outside.close();
    fifo.end();
  }

  @Test
  void ringsWakeWhomTheyAreFor() throws Exception {
    List<Waiter> waiters = waiters(5);
    for (int i : new int[] {3, 0, 4, 1, 2}) {
      waiters.get(i).ring();
      waiters.get(i).awaitEnd();
      assertEquals(
          waiters.stream().filter(waiter -> waiter.hasTo.get()).count(),
          waiters.stream().filter(waiter -> waiter.thread.isAlive()).count());
    }
  }

  @Test
  void ringsOfThisProcessWakeLeaderAndFollowers() throws Exception {
    for (Waiter waiter : waiters(3)) {
      waiter.hasTo.set(false);
      fifo.wake(waiter.thread);
      waiter.awaitEnd();
    }
  }

  @Test
  void interruptsEndWaitsAndLeaveTheOthersTheirRings() throws Exception {
    List<Waiter> waiters = waiters(6);
    for (int i = 0; i < 6; i += 2) {
      waiters.get(i).thread.interrupt();
      waiters.get(i).awaitEnd();
      assertTrue(waiters.get(i).interrupted);
      waiters.get(i + 1).ring();
      waiters.get(i + 1).awaitEnd();
    }
  }

  @Test
  void timeEndsTheLeadersWaitAgainAndAgain() {
    for (int i = 0; i < 20; i++) {
      fifo.await(() -> true, this, TimeUnit.MILLISECONDS.toNanos(20 - i));
      fifo.await(() -> false, this, HOUR);
    }
  }

  /** A ring that comes as the time is over must not take the next wait's time with it. */
  @Test
  void timeEndsEachWaitAlsoWhereRingsComeAtThatMoment() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread ringer =
        new Thread(
            () -> {
              while (!over.get()) {
                fifo.wake(threads.get(0));
              }
            },
            "test-ringer");
    threads.put(0, Thread.currentThread());
    ringer.setDaemon(true);
    ringer.start();
    for (int i = 0; i < 5_000; i++) {
      long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(20 + i % 100);
      fifo.await(() -> end - System.nanoTime() > 0, this, end - System.nanoTime());
    }
    over.set(true);
    ringer.join();
    fifo.await(() -> true, this, TimeUnit.MILLISECONDS.toNanos(20)); // nobody rings: the alarm does
  }

  @Test
  void whatNobodyWaitsForNeverFillsIt() throws IOException {
    for (int i = 1; i <= 100_000; i++) {
      outside.write(Bell.bytes(i));
      if (i % 256 == 0) {
        fifo.drain();
      }
    }
  }

  @Test
  void anEndedOneWakesItsLeaderAndHasNoName() throws Exception {
    Thread leader = new Thread(() -> fifo.await(() -> true, this, HOUR), "test-leader");
    leader.start();
    Eventually.until("it leads", LIMIT, () -> isInRead(leader));
    fifo.end();
    leader.join(LIMIT.toMillis());
    assertFalse(leader.isAlive());
    assertFalse(Files.exists(path));
  }

  @Test
  void noRingIsLostHoweverTheLeadChanges() throws Exception {
    for (int round = 0; round < 300; round++) {
      List<Waiter> waiters = IntStream.range(0, 4).mapToObj(i -> new Waiter()).toList();
      waiters.get(round % 4).thread.interrupt();
      for (Waiter waiter : waiters) {
        waiter.ring();
      }
      for (Waiter waiter : waiters) {
        waiter.awaitEnd();
      }
    }
  }

  /** One leads, the others follow. */
  private List<Waiter> waiters(int count) {
    List<Waiter> waiters = IntStream.range(0, count).mapToObj(i -> new Waiter()).toList();
    Eventually.until(
        "all wait",
        LIMIT,
        () ->
            waiters.stream().filter(waiter -> isInRead(waiter.thread)).count() == 1
                && waiters.stream().filter(Waiter::isParked).count() == count - 1);
    return waiters;
  }

  private static boolean isInRead(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith("FileChannelImpl"));
  }

  /** A thread that waits until it is rung for, or interrupted. */
  private final class Waiter {
    private final int token = tokens.incrementAndGet();
    private final AtomicBoolean hasTo = new AtomicBoolean(true);
    private final Thread thread = new Thread(this::run, "test-waiter-" + token);
    private volatile boolean interrupted;

    Waiter() {
      threads.put(token, thread);
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      while (hasTo.get() && !interrupted) {
        fifo.await(hasTo::get, this, HOUR);
        interrupted = Thread.interrupted();
      }
    }

    boolean isParked() {
      return thread.getState() == Thread.State.TIMED_WAITING;
    }

    void ring() throws IOException {
      hasTo.set(false);
      outside.write(Bell.bytes(token));
    }

    void awaitEnd() throws InterruptedException {
      thread.join(LIMIT.toMillis());
      assertFalse(thread.isAlive(), () -> "was not woken: " + token);
    }
  }
}
