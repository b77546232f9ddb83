package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Interrupts lose nothing; closing wakes whoever waits; threads do not mix messages. */
@ProcessTest
class InterruptAndCloseTest {
  private static final int FULL = 65_536;

  @Test
  void interruptBeforeTheFirstByteLosesNothing() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      for (int i = 0; i < 3; i++) {
        Waiting reader = Waiting.in(pipe.first()::recvBytes);
        reader.interrupt();
        assertTrue(reader.thrown() instanceof InterruptedIOException, () -> "" + reader.thrown());
        assertTrue(reader.flag());
      }
      pipe.second().send("after it");
      assertEquals("after it", pipe.first().recv());
      pipe.first().send("other way");
      assertEquals("other way", pipe.second().recv());
    }
  }

  @Test
  void flagThatIsSetAlreadyRefusesWithoutLoss() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.second().send("x");
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, pipe.first()::recv);
      assertTrue(Thread.interrupted());
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, () -> pipe.first().send("y"));
      assertTrue(Thread.interrupted());
      assertEquals("x", pipe.first().recv());
      assertFalse(pipe.second().poll());
    }
  }

  @Test
  void interruptOfAPollLosesNothing() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> pipe.first().poll(Ask.LIMIT));
      assertFalse(Thread.interrupted());
      pipe.second().send(1);
      assertEquals(1, pipe.first().recv());
    }
  }

  @Test
  void interruptOfASendToAFullPipeSendsNothing() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      fill(pipe.second());
      Waiting writer = Waiting.in(sending(pipe.second(), new byte[] {1}));
      writer.interrupt();
      assertTrue(writer.thrown() instanceof InterruptedIOException, () -> "" + writer.thrown());
      assertTrue(writer.flag());
      assertEquals(FULL / 4 / 4, drained(pipe.first()));
      pipe.second().sendBytes(new byte[] {2});
      assertArrayEquals(new byte[] {2}, pipe.first().recvBytes());
    }
  }

  @Test
  void interruptInTheMiddleOfAReceivedMessageFinishesIt() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      pipe.first().poll();
      Path fifo = PipeTest.onlyOpenFifo();
      try (var raw = Files.newByteChannel(fifo, StandardOpenOption.WRITE)) {
        raw.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 6, 1, 2, 3}));
        Waiting reader = Waiting.in(pipe.first()::recvBytes);
        for (int i = 0; i < 3; i++) {
          reader.interrupt();
          assertTrue(reader.isAlive());
        }
        raw.write(ByteBuffer.wrap(new byte[] {4, 5, 6}));
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, (byte[]) reader.result());
        assertTrue(reader.flag());
      }
      pipe.second().sendBytes(new byte[] {9});
      assertArrayEquals(new byte[] {9}, pipe.first().recvBytes());
    }
  }

  @Test
  void interruptInTheMiddleOfASentMessageFinishesIt() throws Exception {
    byte[] message = new byte[1_000_000];
    new Random(1).nextBytes(message);
    try (Pipe pipe = Pipe.open(false)) {
      Waiting writer = Waiting.in(sending(pipe.second(), message));
      for (int i = 0; i < 3; i++) {
        writer.interrupt();
        assertTrue(writer.isAlive());
      }
      assertArrayEquals(message, pipe.first().recvBytes());
      assertEquals("sent", writer.result());
      assertTrue(writer.flag());
      pipe.second().sendBytes(new byte[] {9});
      assertArrayEquals(new byte[] {9}, pipe.first().recvBytes());
    }
  }

  @Test
  void stormOfInterruptsLosesAndDoublesNothing() throws Exception {
    int count = 300;
    try (Pipe pipe = Pipe.open(false)) {
      Process child = new Process(InterruptAndCloseTest::sendNumbers, pipe.second(), count);
      child.start();
      pipe.second().close();
      List<Integer> received = new ArrayList<>();
      Thread reader =
          new Thread(
              () -> {
                while (received.size() < count) {
                  try {
                    received.add(ByteBuffer.wrap(pipe.first().recvBytes()).getInt());
                  } catch (InterruptedIOException e) {
                    // again
                  } catch (IOException e) {
                    return;
                  }
                  boolean ignored = Thread.interrupted();
                }
              });
      reader.start();
      while (reader.isAlive()) {
        reader.interrupt();
        Thread.onSpinWait();
      }
      assertEquals(java.util.stream.IntStream.range(0, count).boxed().toList(), received);
      assertEquals(0, Ask.end(child));
    }
  }

  private static void sendNumbers(Connection to, Integer count) throws IOException {
    for (int i = 0; i < count; i++) {
      to.sendBytes(ByteBuffer.allocate(4 + 20_000 * (i % 5)).putInt(0, i));
    }
  }

  @Test
  void closeReleasesABlockedReceiver() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Waiting reader = Waiting.in(pipe.first()::recv);
      pipe.first().close();
      assertEquals("connection is closed", reader.thrown().getMessage());
    }
  }

  @Test
  void closeReleasesABlockedSender() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Waiting writer = Waiting.in(sending(pipe.first(), new byte[1_000_000]));
      pipe.first().close();
      String said = writer.thrown().getMessage();
      assertTrue(said.matches("connection (is closed|was closed while sending)"), said);
    }
  }

  @Test
  void closeReleasesAPoll() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      List<Throwable> thrown = new ArrayList<>();
      Thread poller =
          new Thread(
              () ->
                  thrown.add(assertThrows(IOException.class, () -> pipe.first().poll(Ask.LIMIT))));
      poller.start();
      pipe.first().close();
      poller.join();
      assertTrue(thrown.get(0) instanceof IOException);
    }
  }

  @Test
  void threadsSendWholeMessages() throws Exception {
    int threads = 6;
    int each = 40;
    try (Pipe pipe = Pipe.open(false)) {
      Process child =
          new Process(
              to -> {
                for (int t = 0; t < threads; t++) {
                  byte mark = (byte) t;
                  new Thread(() -> sendMarked(to, mark, each)).start();
                }
              },
              pipe.second());
      child.start();
      pipe.second().close();
      for (int i = 0; i < threads * each; i++) {
        byte[] message = pipe.first().recvBytes();
        byte[] expected = new byte[message.length];
        java.util.Arrays.fill(expected, message[0]);
        assertArrayEquals(expected, message);
      }
      assertEquals(0, Ask.end(child));
    }
  }

  private static void sendMarked(Connection to, byte mark, int count) {
    try {
      for (int i = 0; i < count; i++) {
        byte[] message = new byte[1 + 3_000 * i];
        java.util.Arrays.fill(message, mark);
        to.sendBytes(message);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Callable<String> sending(Connection to, byte[] message) {
    return () -> {
      to.sendBytes(message);
      return "sent";
    };
  }

  /** A pipe holds 64 KiB; these messages with their headers fill it exactly. */
  private static void fill(Connection to) throws IOException {
    for (int i = 0; i < FULL / 4 / 4; i++) {
      to.sendBytes(new byte[12]);
    }
  }

  private static int drained(Connection from) throws IOException {
    int count = 0;
    while (from.poll()) {
      assertEquals(12, from.recvBytes().length);
      count++;
    }
    return count;
  }
}
