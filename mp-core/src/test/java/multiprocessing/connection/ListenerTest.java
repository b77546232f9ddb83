package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listens, accepts, and leaves nothing behind. */
@ProcessTest
class ListenerTest {
  private static final int CLIENTS = 200;

  @TempDir private Path folder;

  @Test
  void listenerWithoutAnAddressIsInThePrivateFolder() throws Exception {
    Path file;
    try (Listener listener = new Listener()) {
      file = ((UnixDomainSocketAddress) listener.address()).getPath();
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertEquals(Optional.empty(), listener.lastAccepted());
      try (Connection client = Client.connect(listener.address());
          Connection server = listener.accept()) {
        client.send("hello");
        assertEquals("hello", server.recv());
        assertEquals(Optional.empty(), listener.lastAccepted());
      }
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void whatIsWrongWithAnAddressIsSaidWithIt() {
    String noFolder = refusal(folder.resolve("none/socket"));
    assertTrue(noFolder.contains("none/socket: No such file"), noFolder);
    String tooLong = refusal(folder.resolve("x".repeat(120)));
    assertTrue(tooLong.contains("xxx: Unix domain path too long"), tooLong);
    String aFolder = refusal(folder);
    assertTrue(aFolder.contains(folder.toString()) && !aFolder.contains("delete"), aFolder);
    SocketAddress far = UnixDomainSocketAddress.of(folder.resolve("y".repeat(120)));
    String toConnect = assertThrows(IOException.class, () -> Client.connect(far)).getMessage();
    assertTrue(toConnect.contains("too long"), toConnect);
    InetSocketAddress tcp = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    assertThrows(IllegalArgumentException.class, () -> new Listener(tcp, new byte[0]));
  }

  private static String refusal(Path address) {
    SocketAddress unix = UnixDomainSocketAddress.of(address);
    return assertThrows(IOException.class, () -> new Listener(unix, SocketPair.KEY)).getMessage();
  }

  @Test
  void portThatTheSystemChoseIsInTheAddress() throws Exception {
    try (SocketPair pair = SocketPair.open(SocketPair.Kind.TCP)) {
      InetSocketAddress address = (InetSocketAddress) pair.listener().address();
      assertNotEquals(0, address.getPort());
      InetSocketAddress last = (InetSocketAddress) pair.listener().lastAccepted().orElseThrow();
      assertTrue(last.getAddress().isLoopbackAddress());
      assertNotEquals(address.getPort(), last.getPort());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientInAChildThatHasGoneBeforeAcceptIsServed(SocketPair.Kind kind) throws Exception {
    try (Listener listener = kind.listen()) {
      Process child =
          new Process(
              address -> {
                try (Connection to = Client.connect(address, SocketPair.KEY)) {
                  to.send("hello");
                }
              },
              listener.address());
      child.start();
      assertEquals(0, Ask.end(child));
      try (Connection from = listener.accept()) {
        assertEquals("hello", from.recv());
        assertThrows(EOFException.class, from::recv);
      }
    }
  }

  @Test
  void clientWithoutAKeyThatHasGoneBeforeAcceptIsServed() throws Exception {
    try (Listener listener = new Listener()) {
      try (Connection client = Client.connect(listener.address())) {
        client.send("early");
      }
      try (Connection from = listener.accept()) {
        assertEquals("early", from.recv());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void addressInUseIsABindException(SocketPair.Kind kind) throws Exception {
    try (SocketPair pair = SocketPair.open(kind)) {
      SocketAddress address = pair.listener().address();
      BindException inUse =
          assertThrows(BindException.class, () -> new Listener(address, SocketPair.KEY));
      assertTrue(inUse.getMessage().startsWith("cannot listen at " + address + ": "));
      pair.client().send("unharmed");
      assertEquals("unharmed", pair.server().recv());
      pair.listener().close();
      new Listener(address, SocketPair.KEY).close(); // although its connections are still open
    }
  }

  @Test
  void fileOfADeadListenerIsLeftWithAdvice() throws Exception {
    Path file = folder.resolve("stale");
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(file);
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
    dead.close(); // the JDK leaves the file, as a kill does
    BindException stale = assertThrows(BindException.class, () -> new Listener(address));
    assertTrue(stale.getMessage().endsWith("its file was left behind: delete it"));
    assertTrue(Files.exists(file));
    assertRefused(address);
    Files.delete(file);
    assertTrue(assertRefused(address).endsWith("there is no such socket; nobody listens"));
    new Listener(address).close();
    assertFalse(Files.exists(file));
  }

  @Test
  void fileThatSomebodyElseMadeMeanwhileStays() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("taken-over"));
    Listener first = new Listener(address);
    Files.delete(address.getPath());
    try (Listener second = new Listener(address)) {
      first.close();
      assertTrue(Files.exists(address.getPath()));
      Client.connect(second.address()).close();
    }
    assertFalse(Files.exists(address.getPath()));
  }

  @Test
  void misuseIsRefused() {
    InetSocketAddress tcp = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    SocketAddress other = new SocketAddress() {};
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new Listener(tcp))
            .getMessage()
            .startsWith("a listener on a TCP port needs a key"));
    assertThrows(IllegalArgumentException.class, () -> new Listener(other));
    assertThrows(IllegalArgumentException.class, () -> new Listener(other, SocketPair.KEY));
    assertThrows(IllegalArgumentException.class, () -> Client.connect(other));
    assertThrows(NullPointerException.class, () -> new Listener(null));
    assertThrows(NullPointerException.class, () -> new Listener(tcp, null));
    assertThrows(NullPointerException.class, () -> Client.connect(tcp, null));
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("no.such.host.invalid", 1);
    assertThrows(UnknownHostException.class, () -> Client.connect(unknown));
    assertThrows(UnknownHostException.class, () -> new Listener(unknown, SocketPair.KEY));
  }

  @ParameterizedTest
  @EnumSource
  void closeReleasesABlockedAcceptAndRefusesClients(SocketPair.Kind kind) throws Exception {
    Listener listener = kind.listen();
    Waiting one = Waiting.start(listener::accept);
    Waiting two = Waiting.start(listener::accept);
    listener.close();
    assertEquals("listener is closed", one.thrown().getMessage());
    assertEquals("listener is closed", two.thrown().getMessage());
    listener.close();
    assertEquals(
        "listener is closed", assertThrows(IOException.class, listener::accept).getMessage());
    assertRefused(listener.address());
  }

  @Test
  void closeReleasesABlockedAcceptWithoutAKey() throws Exception {
    Listener listener = new Listener();
    Waiting one = Waiting.in(listener::accept);
    listener.close();
    assertEquals("listener is closed", one.thrown().getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void closeDropsWhoWasNotAccepted(SocketPair.Kind kind) throws Exception {
    Listener listener = kind.listen();
    try (Connection client = Client.connect(listener.address(), SocketPair.KEY)) {
      listener.close();
      assertThrows(EOFException.class, client::recv);
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptOfAnAcceptHarmsNothing(SocketPair.Kind kind) throws Exception {
    try (Listener listener = kind.listen()) {
      interruptAndGoOn(listener, SocketPair.KEY);
    }
    try (Listener listener = new Listener()) {
      interruptAndGoOn(listener, null);
    }
  }

  private static void interruptAndGoOn(Listener listener, byte[] key) throws Exception {
    for (int i = 0; i < 3; i++) {
      Waiting waiting = Waiting.start(listener::accept);
      waiting.interrupt();
      assertTrue(waiting.thrown() instanceof InterruptedIOException, () -> "" + waiting.thrown());
      assertTrue(waiting.flag());
    }
    SocketAddress to = listener.address();
    try (Connection client = key == null ? Client.connect(to) : Client.connect(to, key);
        Connection server = listener.accept()) {
      server.send("unharmed");
      assertEquals("unharmed", client.recv());
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoHundredClientsAreServed(SocketPair.Kind kind) throws Exception {
    int before = descriptors();
    try (Listener listener = kind.listen()) {
      List<Waiting> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        clients.add(
            Waiting.start(
                () -> {
                  try (Connection to = Client.connect(listener.address(), SocketPair.KEY)) {
                    to.send(number);
                    return to.recv();
                  }
                }));
      }
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < CLIENTS; i++) {
        try (Connection from = listener.accept()) {
          Integer number = from.recv(Integer.class);
          seen.add(number);
          from.send(-number);
        }
      }
      assertEquals(CLIENTS, seen.size());
      for (int i = 0; i < CLIENTS; i++) {
        assertEquals(-i, clients.get(i).result());
      }
    }
    int after = descriptors();
    assertTrue(after < before + 20, before + " descriptors before, " + after + " after");
  }

  @Test
  void clientsWaitWhereTheBacklogIsFull() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("narrow"));
    try (ServerSocketChannel narrow =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, 1)) {
      List<Connection> inTheBacklog = new ArrayList<>();
      HandshakeOptions quick = HandshakeOptions.defaults().timeout(Duration.ofMillis(200));
      for (int i = 0; i < 2; i++) {
        inTheBacklog.add(Client.connect(address));
      }
      assertThrows(
          SocketTimeoutException.class, () -> Client.connect(address, SocketPair.KEY, quick));
      Waiting waits = Waiting.start(() -> Client.connect(address));
      narrow.accept().close();
      ((Connection) waits.result()).close();
      Waiting interrupted = Waiting.start(() -> Client.connect(address));
      interrupted.interrupt();
      assertTrue(interrupted.thrown() instanceof InterruptedIOException);
      for (Connection connection : inTheBacklog) {
        connection.close();
      }
    }
  }

  private static String assertRefused(SocketAddress address) {
    return assertThrows(ConnectException.class, () -> Client.connect(address)).getMessage();
  }

  private static int descriptors() {
    return new File("/proc/self/fd").list().length;
  }
}
