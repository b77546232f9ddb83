package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.SerializationException;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection over a socket behaves as an end of a pipe does. */
@ProcessTest
class SocketConnectionTest {
  private static final int LARGE = 64 << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void objectsGoToAnotherJvmAndBack(SocketPair.Kind kind) throws Exception {
    try (Listener listener = kind.listen()) {
      Process child =
          new Process(
              address -> {
                try (Connection to = Client.connect(address, SocketPair.KEY)) {
                  to.send(List.of("hello", 1));
                  to.send(to.recv());
                  to.sendBytes(to.recvBytes());
                }
              },
              listener.address());
      child.start();
      try (Connection from = listener.accept()) {
        assertEquals(List.of("hello", 1), from.recv());
        from.send(new int[][] {{1}, {2, 3}});
        assertArrayEquals(new int[][] {{1}, {2, 3}}, from.recv(int[][].class));
        byte[] large = new byte[LARGE];
        new Random(7).nextBytes(large);
        from.sendBytes(large);
        assertArrayEquals(large, from.recvBytes());
        assertTrue(from.poll(Ask.LIMIT));
        assertEquals(
            "the other end is closed", assertThrows(EOFException.class, from::recv).getMessage());
      }
      assertEquals(0, Ask.end(child));
    }
  }

  @ParameterizedTest
  @EnumSource
  void framesAreCPythons(SocketPair.Kind kind) throws Exception {
    try (RawClient raw = RawClient.connect(kind)) {
      raw.server().sendBytes(new byte[] {'a', 'b', 'c'});
      raw.server().sendBytes(new byte[0]);
      assertArrayEquals(new byte[] {0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 0}, raw.read(11));
      raw.write(0, 0, 0, 2, 8, 9, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 7);
      assertArrayEquals(new byte[] {8, 9}, raw.server().recvBytes());
      assertArrayEquals(new byte[] {7}, raw.server().recvBytes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void pollTellsWhetherAMessageIsThereAndTakesNothing(SocketPair.Kind kind) throws Exception {
    try (SocketPair pair = SocketPair.open(kind)) {
      assertFalse(pair.server().poll());
      assertFalse(pair.server().poll(Duration.ofMillis(5)));
      assertFalse(pair.server().poll(Duration.ofSeconds(-1)));
      pair.client().sendBytes(new byte[] {'a'});
      pair.client().sendBytes(new byte[] {'b'});
      pair.client().sendBytes(new byte[] {'c', 'd'});
      for (String expected : List.of("a", "b", "cd")) {
        assertTrue(pair.server().poll(Ask.LIMIT));
        assertTrue(pair.server().poll());
        assertEquals(
            expected,
            new String(pair.server().recvBytes(), java.nio.charset.StandardCharsets.US_ASCII));
      }
      assertFalse(pair.server().poll());
      pair.client().close();
      assertTrue(pair.server().poll(Ask.LIMIT));
      assertThrows(EOFException.class, pair.server()::recv);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pollDoesNotWaitForAThreadThatReceives(SocketPair.Kind kind) throws Exception {
    try (SocketPair pair = SocketPair.open(kind)) {
      Waiting reader = Waiting.in(pair.server()::recv);
      assertFalse(pair.server().poll());
      assertFalse(pair.server().poll(Duration.ofMillis(1)));
      pair.client().send(1);
      assertEquals(1, reader.result());
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptBeforeTheFirstByteLosesNothing(SocketPair.Kind kind) throws Exception {
    try (SocketPair pair = SocketPair.open(kind)) {
      for (int i = 0; i < 3; i++) {
        Waiting reader = Waiting.in(pair.server()::recvBytes);
        reader.interrupt();
        assertTrue(reader.thrown() instanceof InterruptedIOException, () -> "" + reader.thrown());
        assertTrue(reader.flag());
      }
      pair.client().send("after it");
      assertEquals("after it", pair.server().recv());
      Waiting poller = Waiting.in(() -> pair.server().poll(Ask.LIMIT));
      poller.interrupt();
      assertTrue(poller.thrown() instanceof InterruptedException, () -> "" + poller.thrown());
      pair.server().send("other way");
      assertEquals("other way", pair.client().recv());
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptInTheMiddleOfAReceivedMessageFinishesIt(SocketPair.Kind kind) throws Exception {
    try (RawClient raw = RawClient.connect(kind)) {
      raw.write(0, 0, 0, 6, 1, 2, 3);
      assertTrue(raw.server().poll(Ask.LIMIT));
      Waiting reader = Waiting.in(raw.server()::recvBytes);
      for (int i = 0; i < 3; i++) {
        reader.interrupt();
        assertTrue(reader.isAlive());
      }
      raw.write(4, 5, 6);
      assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, (byte[]) reader.result());
      assertTrue(reader.flag());
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptInTheMiddleOfASentMessageFinishesIt(SocketPair.Kind kind) throws Exception {
    byte[] message = new byte[LARGE];
    new Random(1).nextBytes(message);
    try (SocketPair pair = SocketPair.open(kind)) {
      Waiting writer = Waiting.in(sending(pair.client(), message));
      writer.interrupt();
      assertTrue(writer.isAlive());
      assertArrayEquals(message, pair.server().recvBytes());
      assertEquals("sent", writer.result());
      assertTrue(writer.flag());
      pair.client().sendBytes(new byte[] {9});
      assertArrayEquals(new byte[] {9}, pair.server().recvBytes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void stormOfInterruptsLosesAndDoublesNothing(SocketPair.Kind kind) throws Exception {
    int count = 300;
    try (SocketPair pair = SocketPair.open(kind)) {
      List<Integer> received = new ArrayList<>();
      Thread reader =
          new Thread(
              () -> {
                while (received.size() < count) {
                  try {
                    received.add(ByteBuffer.wrap(pair.server().recvBytes()).getInt());
                  } catch (InterruptedIOException e) {
                    // again
                  } catch (IOException e) {
                    return;
                  }
                  boolean ignored = Thread.interrupted();
                }
              });
      reader.start();
      Waiting sender =
          Waiting.start(
              () -> {
                for (int i = 0; i < count; i++) {
                  pair.client().sendBytes(ByteBuffer.allocate(4 + 20_000 * (i % 5)).putInt(0, i));
                }
                return null;
              });
      while (reader.isAlive()) {
        reader.interrupt();
        Thread.onSpinWait();
      }
      sender.result();
      assertEquals(IntStream.range(0, count).boxed().toList(), received);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeReleasesWhoeverWaits(SocketPair.Kind kind) throws Exception {
    try (SocketPair pair = SocketPair.open(kind)) {
      Waiting reader = Waiting.in(pair.server()::recv);
      Waiting poller = Waiting.in(() -> pair.server().poll(Ask.LIMIT));
      Waiting writer = Waiting.in(sending(pair.server(), new byte[LARGE]));
      pair.server().close();
      assertEquals("connection is closed", reader.thrown().getMessage());
      assertEquals("connection is closed", poller.thrown().getMessage());
      String said = writer.thrown().getMessage();
      assertTrue(said.matches("connection (is closed|was closed while sending)"), said);
      pair.server().close();
      for (Callable<?> call :
          List.<Callable<?>>of(
              pair.server()::recv, pair.server()::poll, sending(pair.server(), new byte[1]))) {
        assertEquals(
            "connection is closed", assertThrows(IOException.class, call::call).getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendToAClosedEndFails(SocketPair.Kind kind) throws Exception {
    try (SocketPair pair = SocketPair.open(kind)) {
      pair.client().send("unread");
      pair.client().close();
      IOException broken =
          assertThrows(IOException.class, () -> pair.server().sendBytes(new byte[LARGE]));
      assertTrue(
          broken.getMessage().startsWith("cannot send: the other end is closed ("),
          broken.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void killInTheMiddleOfAMessageIsTheEnd(SocketPair.Kind kind) throws Exception {
    String at = folder.toString();
    try (Listener listener = kind.listen()) {
      Process child =
          new Process(
              address -> {
                try (Connection to = Client.connect(address, SocketPair.KEY)) {
                  to.send("first");
                  Phase.passed(Path.of(at), "sending");
                  to.sendBytes(new byte[LARGE]);
                }
              },
              listener.address());
      child.start();
      try (Connection from = listener.accept()) {
        assertEquals("first", from.recv());
        assertTrue(from.poll(Ask.LIMIT)); // it cannot finish: no socket holds that much
        Signal.KILL.send(Phases.in(folder).await("sending", Ask.LIMIT));
        assertEquals(-9, Ask.end(child));
        EOFException end = assertThrows(EOFException.class, from::recvBytes);
        assertTrue(
            end.getMessage().startsWith("got end of file during message: its sender died"),
            end.getMessage());
        assertThrows(EOFException.class, from::recvBytes);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadsSendWholeMessages(SocketPair.Kind kind) throws Exception {
    int each = 40;
    try (SocketPair pair = SocketPair.open(kind)) {
      List<Waiting> senders = new ArrayList<>();
      for (byte t = 0; t < 6; t++) {
        byte mark = t;
        senders.add(
            Waiting.start(
                () -> {
                  for (int i = 0; i < each; i++) {
                    byte[] message = new byte[1 + 3_000 * i];
                    Arrays.fill(message, mark);
                    pair.client().sendBytes(message);
                  }
                  return null;
                }));
      }
      for (int i = 0; i < senders.size() * each; i++) {
        byte[] message = pair.server().recvBytes();
        byte[] expected = new byte[message.length];
        Arrays.fill(expected, message[0]);
        assertArrayEquals(expected, message);
      }
      senders.forEach(Waiting::result);
    }
  }

  @ParameterizedTest
  @EnumSource
  void socketIsRefusedAtTheSender(SocketPair.Kind kind) throws Exception {
    try (SocketPair pair = SocketPair.open(kind);
        Pipe pipe = Pipe.open()) {
      String said =
          assertThrows(
                  SerializationException.class, () -> pipe.first().send(List.of(pair.client())))
              .getMessage();
      assertTrue(said.contains("a connection over a socket cannot travel"), said);
      assertFalse(pipe.second().poll());
    }
  }

  @Test
  void endOfAPipeTravelsOverASocket() throws Exception {
    try (SocketPair pair = SocketPair.open(SocketPair.Kind.UNIX);
        Pipe pipe = Pipe.open()) {
      pair.client().send(pipe.second());
      try (Connection arrived = pair.server().recv(Connection.class)) {
        arrived.send("hello");
      }
      assertEquals("hello", pipe.first().recv());
    }
  }

  private static Callable<String> sending(Connection to, byte[] message) {
    return () -> {
      to.sendBytes(message);
      return "sent";
    };
  }

  /** A connection whose other end is in the hands of the test. */
  private record RawClient(Listener listener, SocketChannel channel, Connection server)
      implements AutoCloseable {

    static RawClient connect(SocketPair.Kind kind) throws Exception {
      Listener listener = kind.listen();
      RawHandshake raw = RawHandshake.connect(listener.address());
      raw.complete();
      return new RawClient(listener, raw.channel(), listener.accept());
    }

    byte[] read(int length) throws IOException {
      ByteBuffer seen = ByteBuffer.allocate(length);
      while (seen.hasRemaining() && channel.read(seen) >= 0) {}
      return seen.array();
    }

    void write(int... bytes) throws IOException {
      ByteBuffer all = ByteBuffer.allocate(bytes.length);
      for (int b : bytes) {
        all.put((byte) b);
      }
      int ignored = channel.write(all.flip());
    }

    @Override
    public void close() throws IOException {
      try (Listener last = listener;
          Connection one = server;
          SocketChannel other = channel) {
        // all are closed
      }
    }
  }
}
