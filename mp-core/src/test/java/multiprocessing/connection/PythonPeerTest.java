package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import multiprocessing.Ask;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Talks to real CPythons, in both roles, over both families. */
@ProcessTest
class PythonPeerTest {
  private static final String START =
      """
      import sys
      from multiprocessing import AuthenticationError
      from multiprocessing.connection import Client, Listener
      def address(text):
          host, _, port = text.rpartition(':')
          return (host, int(port)) if host and not text.startswith('/') else text
      key = sys.argv[2].encode()
      def echo(c):
          try:
              while True: c.send_bytes(c.recv_bytes())
          except EOFError: print('end', flush=True)
      """;
  private static final String CLIENT =
      START
          + """
          try: echo(Client(address(sys.argv[1]), authkey=key))
          except AuthenticationError as e: print(e, flush=True)
          except (EOFError, OSError) as e: print('dropped', flush=True)
          """;
  private static final String LISTENER =
      START
          + """
          l = Listener(address(sys.argv[1]), authkey=key)
          print('%s:%d' % l.address if isinstance(l.address, tuple) else l.address, flush=True)
          try: echo(l.accept())
          except AuthenticationError as e: print(e, flush=True)
          except (EOFError, OSError) as e: print('dropped', flush=True)
          """;
  private static final HandshakeOptions MODERN = HandshakeOptions.defaults();

  @TempDir private Path folder;

  static Stream<Arguments> peers() {
    return Stream.of("newest", "3.12", "3.11", "3.8")
        .flatMap(
            version ->
                Stream.of(SocketPair.Kind.values()).map(kind -> Arguments.of(version, kind)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("peers")
  void pythonIsTheClient(String version, SocketPair.Kind kind) throws Exception {
    String python = python(version);
    try (Listener listener = kind.listen(options(version));
        Peer peer = new Peer(python, CLIENT, text(listener.address()), SocketPair.KEY);
        Connection connection = listener.accept()) {
      exchange(connection);
      connection.close();
      peer.awaitEnd("end");
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("peers")
  void pythonListens(String version, SocketPair.Kind kind) throws Exception {
    String python = python(version);
    try (Peer peer = new Peer(python, LISTENER, fresh(kind), SocketPair.KEY)) {
      try (Connection connection =
          Client.connect(address(peer.line()), SocketPair.KEY, options(version))) {
        exchange(connection);
      }
      peer.awaitEnd("end");
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongKeyOfAPythonClient(SocketPair.Kind kind) throws Exception {
    String python = python("newest");
    try (Listener listener = kind.listen();
        Peer peer = new Peer(python, CLIENT, text(listener.address()), new byte[] {'k'})) {
      assertThrows(AuthenticationException.class, listener::accept);
      peer.awaitEnd("digest sent was rejected");
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongKeyOfAPythonListener(SocketPair.Kind kind) throws Exception {
    String python = python("newest");
    try (Peer peer = new Peer(python, LISTENER, fresh(kind), new byte[] {'k'})) {
      SocketAddress address = address(peer.line());
      assertEquals(
          "digest sent was rejected",
          assertThrows(AuthenticationException.class, () -> Client.connect(address, SocketPair.KEY))
              .getMessage());
      peer.awaitEnd("digest received was wrong");
    }
  }

  @ParameterizedTest
  @EnumSource
  void oldPythonIsRefusedUnlessAllowed(SocketPair.Kind kind) throws Exception {
    String python = python("3.11");
    try (Listener listener = kind.listen();
        Peer peer = new Peer(python, CLIENT, text(listener.address()), SocketPair.KEY)) {
      String said = assertThrows(AuthenticationException.class, listener::accept).getMessage();
      assertTrue(said.contains("HandshakeOptions.allowLegacyMd5()"), said);
      peer.awaitEnd("digest sent was rejected");
    }
    try (Peer peer = new Peer(python, LISTENER, fresh(kind), SocketPair.KEY)) {
      SocketAddress address = address(peer.line());
      assertThrows(AuthenticationException.class, () -> Client.connect(address, SocketPair.KEY));
      peer.awaitEnd("dropped");
    }
  }

  private static void exchange(Connection connection) throws Exception {
    for (int length : List.of(0, 1, 16_384, 16_385, 65_536, 3_000_000)) {
      byte[] message = new byte[length];
      new Random(length).nextBytes(message);
      connection.sendBytes(message);
      assertTrue(connection.poll(Ask.LIMIT));
      assertArrayEquals(message, connection.recvBytes());
    }
  }

  private static HandshakeOptions options(String version) {
    return version.matches("3\\.(8|11)") ? MODERN.allowLegacyMd5() : MODERN;
  }

  private static String python(String version) throws Exception {
    Optional<String> python =
        version.equals("newest") ? Pythons.newest() : Pythons.version(version);
    if (python.isEmpty()) {
      System.out.println("PythonPeerTest: skipped, no CPython here: " + version);
    }
    assumeTrue(python.isPresent(), "no CPython " + version);
    return python.get();
  }

  private String fresh(SocketPair.Kind kind) {
    return kind == SocketPair.Kind.TCP ? "127.0.0.1:0" : folder.resolve("python").toString();
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : address.toString();
  }

  private static SocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return text.startsWith("/")
        ? UnixDomainSocketAddress.of(text)
        : new InetSocketAddress(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /** A CPython that runs a script. */
  private static final class Peer implements AutoCloseable {
    private final java.lang.Process process;
    private final BufferedReader said;

    Peer(String python, String script, String address, byte[] key) throws Exception {
      process =
          new ProcessBuilder(
                  python, "-c", script, address, new String(key, StandardCharsets.US_ASCII))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    String line() throws Exception {
      String line = said.readLine();
      if (line == null) {
        throw new EOFException("the script has ended");
      }
      return line;
    }

    void awaitEnd(String last) throws Exception {
      assertEquals(last, line());
      assertTrue(process.waitFor(Ask.LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
