package multiprocessing.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for sockets, listeners and channels of somebody else's. */
@ProcessTest
class WaitChannelsTest {
  private static final Duration NOT = Duration.ZERO;

  @ParameterizedTest
  @EnumSource
  void socketsWakeTheWait(SocketPair.Kind kind) throws Exception {
    try (SocketPair one = SocketPair.open(kind);
        SocketPair other = SocketPair.open(kind)) {
      List<Connection> all = List.of(one.server(), other.server());
      assertEquals(List.of(), Wait.any(all, NOT));
      Waiting waiting = Waiting.asleep(() -> Wait.any(all));
      other.client().send("first");
      assertEquals(List.of(other.server()), waiting.result());
      assertEquals(List.of(other.server()), Wait.any(all));
      assertEquals("first", other.server().recv());
      one.client().close();
      assertEquals(List.of(one.server()), Wait.any(all, Ask.LIMIT));
      List<Connection> twice = List.of(one.server(), one.server());
      assertEquals(twice, Wait.any(twice));
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitForSocketsAloneLooksAtNothingMeanwhile(SocketPair.Kind kind) throws Exception {
    try (SocketPair pair = SocketPair.open(kind)) {
      List<Connection> all = List.of(pair.server());
      long before = timesAsleep();
      assertEquals(List.of(), Wait.any(all, Duration.ofSeconds(1)));
      long asleep = timesAsleep() - before;
      assertTrue(asleep < 100, () -> asleep + " times; with a look every 2 ms it is 400 or more");
    }
  }

  /** How often this thread has given up its processor to wait. */
  private static long timesAsleep() throws IOException {
    String name = "voluntary_ctxt_switches:";
    for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.substring(name.length()).strip());
      }
    }
    throw new IOException("no " + name);
  }

  @ParameterizedTest
  @EnumSource
  void closingASocketEndsTheWaitAndTheConnection(SocketPair.Kind kind) throws Exception {
    try (SocketPair one = SocketPair.open(kind);
        SocketPair other = SocketPair.open(kind)) {
      Waiting waiting = Waiting.asleep(() -> Wait.any(List.of(one.server(), other.server())));
      other.server().close();
      assertEquals(
          "cannot wait for waitables[1] of 2: it is closed", waiting.thrown().getMessage());
      assertThrows(java.io.EOFException.class, other.client()::recv);
    }
  }

  @Test
  void interruptEndsAWaitForSocketsAndForBothKinds() throws Exception {
    try (SocketPair pair = SocketPair.open(SocketPair.Kind.UNIX);
        Pipe pipe = Pipe.open()) {
      for (List<Connection> all :
          List.of(List.of(pair.server()), List.of(pipe.first(), pair.server()))) {
        Waiting waiting = Waiting.asleep(() -> Wait.any(all));
        waiting.interrupt();
        assertTrue(waiting.thrown() instanceof InterruptedException, () -> "" + waiting.thrown());
        pair.client().send("after it");
        assertEquals("after it", pair.server().recv());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void listenerWithAKeyIsReadyWhenAClientHasShownIt(SocketPair.Kind kind) throws Exception {
    try (Listener listener = kind.listen()) {
      assertEquals(List.of(), Wait.any(List.of(listener), NOT));
      Waiting waiting = Waiting.asleep(() -> Wait.any(List.of(listener)));
      try (SocketChannel silent = SocketChannel.open(listener.address())) {
        assertTrue(silent.isConnected());
        assertEquals(List.of(), Wait.any(List.of(listener), Duration.ofMillis(50)));
        try (Connection client = Client.connect(listener.address(), SocketPair.KEY)) {
          assertEquals(List.of(listener), waiting.result());
          assertTrue(listener.isReady());
          try (Connection server = listener.accept()) {
            client.send("served");
            assertEquals("served", server.recv());
          }
          assertFalse(listener.isReady());
        }
      }
    }
  }

  @Test
  void listenerIsReadyWhenAClientHadAnotherKey() throws Exception {
    try (Listener listener = SocketPair.Kind.UNIX.listen()) {
      assertThrows(
          AuthenticationException.class,
          () -> Client.connect(listener.address(), "another".getBytes(US_ASCII)));
      assertEquals(List.of(listener), Wait.any(List.of(listener), Ask.LIMIT));
      assertThrows(AuthenticationException.class, listener::accept);
      assertFalse(listener.isReady());
    }
  }

  @Test
  void listenerWithoutAKeyIsReadyWhenAClientHasConnected() throws Exception {
    try (Listener listener = new Listener()) {
      assertFalse(listener.isReady());
      Waiting waiting = Waiting.asleep(() -> Wait.any(List.of(listener)));
      try (Connection client = Client.connect(listener.address())) {
        assertEquals(List.of(listener), waiting.result());
        assertTrue(listener.isReady());
        try (Connection server = listener.accept()) {
          client.send("served");
          assertEquals("served", server.recv());
        }
        assertFalse(listener.isReady());
      }
    }
  }

  @Test
  void closingAListenerEndsTheWait() throws Exception {
    Listener withKey = SocketPair.Kind.TCP.listen();
    Listener without = new Listener();
    for (Listener listener : List.of(withKey, without)) {
      Waiting waiting = Waiting.asleep(() -> Wait.any(List.of(listener)));
      listener.close();
      String message = waiting.thrown().getMessage();
      assertTrue(message.startsWith("cannot wait for waitables[0] of 1: "), message);
      assertTrue(message.endsWith("is closed"), message);
      IOException closed = assertThrows(IOException.class, listener::isReady);
      assertEquals("listener is closed", closed.getMessage());
    }
  }

  @Test
  void everythingThatChildrenWriteIntoPlainSocketsArrives() throws Exception {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      expected.append(i).append('\n');
    }
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.configureBlocking(false);
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      Waitable door = Waitable.of(server);
      List<Process> children = new ArrayList<>();
      Map<Waitable, SocketChannel> open = new HashMap<>();
      List<String> complete = new ArrayList<>();
      Map<Waitable, ByteArrayOutputStream> received = new HashMap<>();
      for (int i = 0; i < 4; i++) {
        Process child = new Process(WaitChannelsTest::writeTen, port);
        child.start();
        children.add(child);
      }
      while (complete.size() < 4) {
        List<Waitable> all = new ArrayList<>(open.keySet());
        all.add(door);
        for (Waitable ready : Wait.any(all)) {
          if (ready == door) {
            SocketChannel client = server.accept();
            client.configureBlocking(false);
            open.put(Waitable.of(client), client);
          } else if (!read(
              open.get(ready), received.computeIfAbsent(ready, r -> new ByteArrayOutputStream()))) {
            open.remove(ready).close();
            complete.add(received.get(ready).toString(US_ASCII));
          }
        }
      }
      assertEquals(java.util.Collections.nCopies(4, expected.toString()), complete);
      for (Process child : children) {
        assertEquals(0, Ask.end(child));
      }
    }
  }

  private static void writeTen(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < 10; i++) {
        out.write((i + "\n").getBytes(US_ASCII));
        out.flush();
      }
    }
  }

  private static boolean read(SocketChannel from, ByteArrayOutputStream to) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(32);
    int length = from.read(part);
    if (length > 0) {
      to.write(part.array(), 0, length);
    }
    return length >= 0;
  }

  @Test
  void channelsThatCannotBeWaitedForAreRefused() throws Exception {
    java.nio.channels.Pipe pipe = java.nio.channels.Pipe.open();
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      IllegalArgumentException blocking =
          assertThrows(IllegalArgumentException.class, () -> Waitable.of(source));
      assertTrue(blocking.getMessage().contains("configureBlocking(false)"));
      assertEquals(
          "nothing can be read from or accepted by a " + sink.getClass().getSimpleName(),
          assertThrows(IllegalArgumentException.class, () -> Waitable.of(sink)).getMessage());
      assertThrows(NullPointerException.class, () -> Waitable.of(null));
      source.configureBlocking(false);
      Waitable waitable = Waitable.of(source);
      assertFalse(waitable.isReady());
      assertEquals(1, sink.write(ByteBuffer.wrap(new byte[] {1})));
      assertEquals(List.of(waitable), Wait.any(List.of(waitable)));
      assertTrue(waitable.isReady());
      // two of one channel, and the channel is the caller's again after the wait
      assertEquals(2, Wait.any(List.of(waitable, Waitable.of(source))).size());
      source.configureBlocking(true);
      assertEquals(
          "cannot wait for waitables[0]: its channel is in blocking mode again",
          assertThrows(IllegalStateException.class, () -> Wait.any(List.of(waitable)))
              .getMessage());
      source.close();
      assertEquals(
          "cannot wait for waitables[0] of 1: it is closed",
          assertThrows(IOException.class, () -> Wait.any(List.of(waitable))).getMessage());
      assertEquals(
          "the channel is closed", assertThrows(IOException.class, waitable::isReady).getMessage());
    }
  }

  @Test
  void closingAForeignChannelEndsTheWait() throws Exception {
    java.nio.channels.Pipe pipe = java.nio.channels.Pipe.open();
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      source.configureBlocking(false);
      Waiting waiting = Waiting.asleep(() -> Wait.any(List.of(Waitable.of(source))));
      source.close();
      assertEquals(
          "cannot wait for waitables[0] of 1: it is closed", waiting.thrown().getMessage());
      assertTrue(sink.isOpen());
    }
  }
}
