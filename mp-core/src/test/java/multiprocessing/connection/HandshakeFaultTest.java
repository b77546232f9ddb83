package multiprocessing.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client does instead of the handshake, the next one is served. */
@ProcessTest
class HandshakeFaultTest {
  private static final byte[] OTHER_KEY = "another key".getBytes(US_ASCII);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void silentClientDelaysNobody(SocketPair.Kind kind) throws Exception {
    try (Listener listener = kind.listen();
        var silent = RawHandshake.connect(listener.address()).channel()) {
      long start = System.nanoTime();
      assertServes(listener);
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
      assertTrue(silent.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void silentClientIsLetGoAtTheDeadline(SocketPair.Kind kind) throws Exception {
    HandshakeOptions quick = HandshakeOptions.defaults().timeout(Duration.ofMillis(100));
    try (Listener listener = kind.listen(quick);
        var silent = RawHandshake.connect(listener.address()).channel()) {
      new RawHandshake(silent).awaitEnd();
      assertServes(listener);
    }
  }

  @Test
  void manySilentClientsMakeRoom() throws Exception {
    try (Listener listener = SocketPair.Kind.UNIX.listen()) {
      List<RawHandshake> silent = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        silent.add(RawHandshake.connect(listener.address()));
      }
      assertServes(listener);
      for (RawHandshake client : silent) {
        client.channel().close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G",
        "GET / HTTP/1.0\r\n\r\n",
        "\0\0\0",
        "\0\0\0\5",
        "\0\0\0\5abc",
        "\0\0\47\20 ten thousand bytes are announced",
        "\177\377\377\367 two gigabytes",
        "\0\0\1\1 one byte too many",
        "\200\0\0\0 a negative length"
      })
  void noiseIsDropped(String noise) throws Exception {
    try (Listener listener = SocketPair.Kind.TCP.listen()) {
      RawHandshake client = RawHandshake.connect(listener.address());
      client.raw(noise.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      client.channel().shutdownOutput();
      client.awaitEnd();
      client.channel().close();
      assertServes(listener);
    }
  }

  @Test
  void announcedLengthIsNotAllocated() throws Exception {
    try (Listener listener = SocketPair.Kind.UNIX.listen()) {
      for (int i = 0; i < 40; i++) { // 80 GiB, were they allocated
        RawHandshake client = RawHandshake.connect(listener.address());
        client.raw(new byte[] {0x7f, -1, -1, -9});
        client.awaitEnd();
        client.channel().close();
      }
      assertServes(listener);
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongKeyIsTheExceptionOfAcceptAndTheListenerGoesOn(SocketPair.Kind kind) throws Exception {
    try (Listener listener = kind.listen()) {
      Process child =
          new Process(
              address ->
                  assertEquals(
                      "digest sent was rejected",
                      assertThrows(
                              AuthenticationException.class,
                              () -> Client.connect(address, OTHER_KEY))
                          .getMessage()),
              listener.address());
      child.start();
      String said = assertThrows(AuthenticationException.class, listener::accept).getMessage();
      assertTrue(said.startsWith("digest received was wrong"), said);
      assertEquals(0, Ask.end(child));
      assertServes(listener);
    }
  }

  @Test
  void listenerWithAnotherKeyIsFoundOut() throws Exception {
    // it welcomes whatever the client answers, and cannot answer itself
    try (Pipe pipe = Pipe.open()) {
      Waiting client =
          Waiting.start(
              () -> {
                Authentication.answerChallenge(pipe.first(), SocketPair.KEY);
                Authentication.deliverChallenge(pipe.first(), SocketPair.KEY);
                return null;
              });
      Connection impostor = pipe.second();
      impostor.sendBytes(("#CHALLENGE#{sha256}" + "x".repeat(40)).getBytes(US_ASCII));
      assertEquals(40, impostor.recvBytes().length);
      impostor.sendBytes("#WELCOME#".getBytes(US_ASCII));
      assertEquals(59, impostor.recvBytes().length);
      impostor.sendBytes("something bogus".getBytes(US_ASCII));
      assertEquals("#FAILURE#", new String(impostor.recvBytes(), US_ASCII));
      assertTrue(client.thrown() instanceof AuthenticationException, () -> "" + client.thrown());
    }
  }

  @Test
  void wrongAnswerOfAPeerThatHasGoneIsStillWrong() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.second().sendBytes("something bogus".getBytes(US_ASCII));
      Waiting asker =
          Waiting.start(
              () -> {
                Authentication.deliverChallenge(pipe.first(), SocketPair.KEY);
                return null;
              });
      assertTrue(asker.thrown() instanceof AuthenticationException, () -> "" + asker.thrown());
      assertEquals(59, pipe.second().recvBytes().length);
      assertEquals("#FAILURE#", new String(pipe.second().recvBytes(), US_ASCII));
    }
    try (Listener listener = SocketPair.Kind.UNIX.listen()) {
      RawHandshake client = RawHandshake.connect(listener.address());
      assertEquals(59, client.read().length);
      client.write("something bogus".getBytes(US_ASCII));
      client.channel().close();
      assertThrows(AuthenticationException.class, listener::accept);
      assertServes(listener);
    }
  }

  @Test
  void longFrameBeforeAuthenticationClosesTheConnection() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.second().sendBytes(new byte[10_000]);
      IOException refused =
          assertThrows(
              IOException.class,
              () -> Authentication.answerChallenge(pipe.first(), SocketPair.KEY));
      assertEquals(
          "bad message length: 10000 bytes, at most 256 are accepted here", refused.getMessage());
      assertTrue(pipe.first().isClosed());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"connected", "challenged", "answered"})
  void clientKilledInMidHandshakeIsForgotten(String phase) throws Exception {
    String at = folder.toString();
    try (Listener listener = SocketPair.Kind.UNIX.listen()) {
      Process child =
          new Process(
              address -> {
                RawHandshake raw = RawHandshake.connect(address);
                if (phase.equals("challenged")) {
                  assertEquals(59, raw.read().length);
                } else if (phase.equals("answered")) {
                  raw.answer();
                  assertEquals(9, raw.read().length);
                }
                Phase.reached(Path.of(at), phase);
              },
              listener.address());
      child.start();
      Phases.in(folder).await(phase, Ask.LIMIT);
      Phases.in(folder).kill(phase, Signal.KILL);
      assertEquals(-9, Ask.end(child));
      assertServes(listener);
    }
  }

  @Test
  void listenerThatIsSilentEndsTheClientsPatience() throws Exception {
    try (Listener listener = new Listener()) { // has no key, so it waits for the client to speak
      HandshakeOptions quick = HandshakeOptions.defaults().timeout(Duration.ofMillis(50));
      SocketTimeoutException late =
          assertThrows(
              SocketTimeoutException.class,
              () -> Client.connect(listener.address(), SocketPair.KEY, quick));
      assertTrue(late.getMessage().contains("within 50 ms; does it listen with a key"));
      listener.accept().close();
    }
  }

  @Test
  void deadlineOfTheHandshakeIsNoneOfTheConnection() throws Exception {
    HandshakeOptions quick = HandshakeOptions.defaults().timeout(Duration.ofMillis(400));
    try (Listener listener = SocketPair.Kind.TCP.listen(quick);
        Connection client = Client.connect(listener.address(), SocketPair.KEY, quick);
        Connection server = listener.accept()) {
      Waiting reader = Waiting.in(client::recv);
      assertEquals(false, server.poll(Duration.ofMillis(600))); // nothing comes in that time
      server.send("later");
      assertEquals("later", reader.result());
    }
  }

  private static void assertServes(Listener listener) throws Exception {
    Waiting client =
        Waiting.start(
            () -> {
              try (Connection to = Client.connect(listener.address(), SocketPair.KEY)) {
                to.send("served");
                return to.recv();
              }
            });
    try (Connection from = listener.accept()) {
      assertEquals("served", from.recv());
      from.send("yes");
      assertEquals("yes", client.result());
    }
  }
}
