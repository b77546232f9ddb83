package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.Sentinel;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;

/** Waiting for any of several pipes and other things takes nothing and misses nothing. */
@ProcessTest
class WaitTest {
  private static final Duration NOT = Duration.ZERO;

  @Test
  void everyMessageOfFourChildrenArrivesAndThenTheEndOfEach() throws Exception {
    Map<Connection, List<Integer>> received = new HashMap<>();
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Pipe pipe = Pipe.open(false);
      Process child = new Process(WaitTest::sendTen, pipe.second());
      child.start();
      children.add(child);
      pipe.second().close();
      received.put(pipe.first(), new ArrayList<>());
    }
    List<Connection> readers = new ArrayList<>(received.keySet());
    while (!readers.isEmpty()) {
      for (Connection reader : Wait.any(readers)) {
        try {
          received.get(reader).add(reader.recv(Integer.class));
        } catch (EOFException e) {
          readers.remove(reader);
          reader.close();
        }
      }
    }
    List<Integer> ten = IntStream.range(0, 10).boxed().toList();
    assertEquals(Collections.nCopies(4, ten), List.copyOf(received.values()));
    for (Process child : children) {
      assertEquals(0, Ask.end(child));
    }
  }

  private static void sendTen(Connection to) throws IOException {
    for (int i = 0; i < 10; i++) {
      to.send(i);
    }
  }

  @Test
  void allThatAreReadyAreReturnedInTheOrderGiven() throws Exception {
    try (Pipe one = Pipe.open();
        Pipe two = Pipe.open();
        Pipe three = Pipe.open()) {
      List<Connection> all = List.of(three.first(), one.first(), two.first());
      assertEquals(List.of(), Wait.any(all, NOT));
      one.second().send(1);
      three.second().send(3);
      List<Connection> ready = Wait.any(all);
      assertEquals(2, ready.size());
      assertSame(three.first(), ready.get(0));
      assertSame(one.first(), ready.get(1));
      // nothing was taken
      assertEquals(ready, Wait.any(all));
      assertEquals(3, ready.get(0).recv());
      assertEquals(List.of(one.first()), Wait.any(all));
      two.second().close();
      assertEquals(List.of(one.first(), two.first()), Wait.any(all, Ask.LIMIT));
      assertEquals(List.of(two.first(), two.first()), Wait.any(List.of(two.first(), two.first())));
    }
  }

  @Test
  void thingsOfSeveralKindsAreWaitedForTogether() throws Exception {
    try (Pipe one = Pipe.open();
        Pipe other = Pipe.open();
        Pipe orders = Pipe.open();
        SocketPair sockets = SocketPair.open(SocketPair.Kind.UNIX)) {
      Process child = new Process(Connection::recv, orders.second());
      child.start();
      Sentinel end = child.sentinel();
      List<Waitable> all = List.of(one.first(), end, sockets.server(), other.first());
      assertEquals(List.of(), Wait.any(all, Duration.ofMillis(20)));
      orders.first().send("end");
      assertEquals(List.of(end), Wait.any(all, Ask.LIMIT));
      other.second().send("x");
      assertEquals(List.of(end, other.first()), Wait.any(all));
      sockets.client().send("y");
      assertTrue(sockets.server().poll(Ask.LIMIT));
      one.second().send("z");
      assertEquals(all, Wait.any(all));
      Waitable foreign = () -> true;
      assertSame(foreign, Wait.any(List.of(one.second(), foreign)).get(0));
      assertEquals(0, Ask.end(child));
    }
  }

  @Test
  void messageThatComesMeanwhileEndsTheWait() throws Exception {
    try (Pipe one = Pipe.open();
        Pipe other = Pipe.open()) {
      Waiting waiting = Waiting.asleep(() -> Wait.any(List.of(one.first(), other.first())));
      other.second().send(1);
      assertEquals(List.of(other.first()), waiting.result());
    }
  }

  @Test
  void timeIsKeptAndNegativeTimeIsNone() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      long start = System.nanoTime();
      assertEquals(List.of(), Wait.any(List.of(pipe.first()), Duration.ofMillis(150)));
      long nanos = System.nanoTime() - start;
      assertTrue(nanos >= 150_000_000, () -> nanos + " ns");
      Waiting negative =
          Waiting.start(() -> Wait.any(List.of(pipe.first()), Duration.ofSeconds(-1)));
      assertEquals(List.of(), negative.result());
    }
  }

  @Test
  void nothingIsNeverReady() throws Exception {
    assertEquals(List.of(), Wait.any(List.of(), Duration.ofMillis(1)));
    Waiting forEver = Waiting.asleep(() -> Wait.any(List.of()));
    forEver.interrupt();
    assertTrue(forEver.thrown() instanceof InterruptedException, () -> "" + forEver.thrown());
  }

  @Test
  void interruptEndsTheWaitAndLosesNothing() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Waiting waiting = Waiting.asleep(() -> Wait.any(List.of(pipe.first())));
      waiting.interrupt();
      assertEquals(
          "interrupted while waiting for one of 1",
          assertThrows(InterruptedException.class, () -> rethrow(waiting)).getMessage());
      pipe.second().send(1);
      // as a message is there, nothing needs to wait, so an interrupt has nothing to end
      Thread.currentThread().interrupt();
      assertEquals(List.of(pipe.first()), Wait.any(List.of(pipe.first())));
      assertTrue(Thread.interrupted());
      assertEquals(1, pipe.first().recv());
    }
  }

  private static void rethrow(Waiting waiting) throws InterruptedException {
    if (waiting.thrown() instanceof InterruptedException e) {
      throw e;
    }
  }

  @Test
  void wrongMembersAreNamedByTheirIndex() throws Exception {
    try (Pipe pipe = Pipe.open();
        Pipe oneWay = Pipe.open(false)) {
      NullPointerException missing =
          assertThrows(
              NullPointerException.class, () -> Wait.any(Arrays.asList(pipe.first(), null)));
      assertEquals("waitables[1] is null", missing.getMessage());
      IOException wrong =
          assertThrows(
              IOException.class, () -> Wait.any(List.of(pipe.first(), oneWay.second()), NOT));
      assertEquals(
          "cannot wait for waitables[1] of 2: connection is write-only", wrong.getMessage());
      pipe.second().close();
      IOException closed =
          assertThrows(IOException.class, () -> Wait.any(List.of(pipe.second(), pipe.first())));
      assertEquals("cannot wait for waitables[0] of 2: connection is closed", closed.getMessage());
    }
  }

  @Test
  void closingAMemberEndsTheWait() throws Exception {
    try (Pipe one = Pipe.open();
        Pipe other = Pipe.open()) {
      Waiting waiting = Waiting.asleep(() -> Wait.any(List.of(one.first(), other.first())));
      other.first().close();
      assertEquals(
          "cannot wait for waitables[1] of 2: connection is closed", waiting.thrown().getMessage());
    }
  }

  @Test
  void endIsSeenInTheVeryNextLook() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Pipe pipe = Pipe.open();
          Pipe still = Pipe.open()) {
        List<Connection> readers = List.of(pipe.first(), still.first());
        assertEquals(List.of(), Wait.any(readers, NOT));
        assertEquals(List.of(), Wait.any(readers, NOT));
        pipe.second().close();
        assertEquals(List.of(pipe.first()), Wait.any(readers, NOT));
      }
    }
  }

  @Test
  void endByTheDeathOfAChildIsSeenInTheFirstLookAfterItsJoin() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child =
          new Process(
              end -> {
                end.send("here");
                end.recv();
              },
              pipe.second());
      child.start();
      pipe.second().close();
      assertEquals("here", pipe.first().recv());
      assertEquals(List.of(), Wait.any(List.of(pipe.first()), Duration.ofMillis(1)));
      child.kill();
      assertEquals(-9, Ask.end(child));
      assertEquals(List.of(pipe.first()), Wait.any(List.of(pipe.first()), NOT));
      assertThrows(EOFException.class, pipe.first()::recv);
    }
  }

  @Test
  void thousandPipesAreWaitedFor() throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    try {
      for (int i = 0; i < 1_000; i++) {
        pipes.add(Pipe.open(false));
      }
      List<Connection> readers = pipes.stream().map(Pipe::first).toList();
      for (int i : new int[] {0, 999, 500, 500}) {
        pipes.get(i).second().sendBytes(new byte[] {(byte) i});
        List<Connection> ready = Wait.any(readers);
        assertEquals(List.of(readers.get(i)), ready);
        assertEquals((byte) i, ready.get(0).recvBytes()[0]);
      }
      assertLittleTime(readers);
    } finally {
      for (Pipe pipe : pipes) {
        pipe.close();
      }
    }
  }

  /** A long wait takes about a twentieth of a processor; without pauses it would take all of it. */
  private static void assertLittleTime(List<Connection> readers) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    assertEquals(List.of(), Wait.any(readers, Duration.ofMillis(100)));
    long start = threads.getCurrentThreadCpuTime();
    assertEquals(List.of(), Wait.any(readers, Duration.ofSeconds(2)));
    long percent = (threads.getCurrentThreadCpuTime() - start) / 20_000_000;
    assertTrue(percent < 20, () -> percent + " % of a processor");
  }

  @Test
  void deathThatNobodyAnnouncesIsSeenAllTheSame() throws Exception {
    try (Pipe pipe = Pipe.open();
        Pipe orders = Pipe.open()) {
      Process child = new Process(WaitTest::passOn, pipe.second(), orders.second());
      child.start();
      pipe.second().close();
      orders.second().close();
      long holder = orders.first().recv(Long.class);
      List<Connection> readers = List.of(pipe.first());
      assertEquals(List.of(), Wait.any(readers, NOT));
      long parentOfHolder = child.pid().orElseThrow();
      Signal.STOP.send(parentOfHolder); // it would tell
      Signal.KILL.send(holder);
      assertEquals(readers, Wait.any(readers, Ask.LIMIT));
      assertThrows(EOFException.class, pipe.first()::recv);
      Signal.CONT.send(parentOfHolder);
      orders.first().send("end");
      assertEquals(0, Ask.end(child));
    }
  }

  /** Gives its end to a process of its own, and tells that one's id when it has it alone. */
  private static void passOn(Connection end, Connection orders) throws Exception {
    try (orders) {
      Process holder = new Process(WaitTest::hold, end);
      holder.start();
      end.close();
      Eventually.until("it has the end", Ask.LIMIT, () -> !Waiting.threadNamed("mp-in-flight"));
      orders.send(holder.pid().orElseThrow());
      orders.recv();
    }
  }

  private static void hold(Connection end) throws Exception {
    try (end) {
      new CountDownLatch(1).await();
    }
  }
}
