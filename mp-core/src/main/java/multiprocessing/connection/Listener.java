package multiprocessing.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.socket.Selectable;
import multiprocessing.internal.socket.SelectorRing;
import multiprocessing.internal.socket.SocketAddresses;
import multiprocessing.internal.socket.SocketLine;
import multiprocessing.internal.socket.SocketServer;

/**
 * Listens on a TCP port or a Unix-domain socket, and accepts connections of {@link Client}s, this
 * library's or CPython's (Python's {@code multiprocessing.connection.Listener}).
 *
 * <p>Any thread may accept and close. Clients can connect, send and close from the moment it is
 * made, before {@link #accept} is called.
 *
 * <p><b>With a key</b>, each client has to prove that it has the same one, within ten seconds,
 * before {@link #accept} returns its connection; nothing but the handshake, at most 256 bytes at a
 * time, is read before. Handshakes go on at the same time, in daemon threads, so a client that is
 * silent delays nobody. One that stays silent, goes away, or speaks something else is dropped. Up
 * to 64 clients can be in their handshake or wait for {@link #accept}, others in the backlog.
 *
 * <p><b>Without a key</b>, which TCP refuses, every process that may open the socket's file is
 * trusted; it can be opened by this user only.
 *
 * <p>If this process dies, clients that were not accepted see the end of their stream. The socket's
 * file is removed when the last process of the family has ended, however it ended.
 */
public final class Listener implements AutoCloseable, Waitable {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SocketFile file;
  private final SocketServer server;
  private final Handshakes handshakes;
  private final ReentrantLock accepting = new ReentrantLock();
  private volatile SocketAddress lastAccepted;
  private volatile boolean closed;

  /**
   * Listens on a new Unix-domain socket in the private folder of this process's family, without a
   * key.
   *
   * @throws IOException if the operating system refuses
   */
  public Listener() throws IOException {
    this(UnixDomainSocketAddress.of(Family.current().newPath("socket")));
  }

  /**
   * Listens without a key, which only a Unix-domain socket may.
   *
   * @param address a {@link UnixDomainSocketAddress}
   * @throws IllegalArgumentException if it is a TCP address
   * @throws java.net.BindException if the address is in use
   * @throws IOException if the operating system refuses
   */
  public Listener(SocketAddress address) throws IOException {
    SocketAddresses.check(address);
    if (SocketAddresses.isTcp(address)) {
      throw new IllegalArgumentException(
          "a listener on a TCP port needs a key, because anybody can connect to it: " + address);
    }
    handshakes = null;
    file = SocketFile.track(address);
    server = bind(address, true, file);
  }

  /**
   * Listens with a key.
   *
   * @param address an {@link java.net.InetSocketAddress}, whose port may be 0 for any, or a {@link
   *     UnixDomainSocketAddress}
   * @param authKey the key, for TCP not an empty one; copied
   * @throws IllegalArgumentException if it is a TCP address and the key is empty
   * @throws java.net.BindException if the address is in use
   * @throws IOException if the operating system refuses
   */
  public Listener(SocketAddress address, byte[] authKey) throws IOException {
    this(address, authKey, HandshakeOptions.defaults());
  }

  /**
   * Listens with a key.
   *
   * @param address an {@link java.net.InetSocketAddress}, whose port may be 0 for any, or a {@link
   *     UnixDomainSocketAddress}
   * @param authKey the key; copied
   * @param options how long a handshake may take, and whether MD5 is accepted
   * @throws java.net.BindException if the address is in use
   * @throws IOException if the operating system refuses
   */
  public Listener(SocketAddress address, byte[] authKey, HandshakeOptions options)
      throws IOException {
    SocketAddresses.check(address);
    Objects.requireNonNull(authKey, "authKey");
    Objects.requireNonNull(options, "options");
    if (SocketAddresses.isTcp(address) && authKey.length == 0) {
      throw new IllegalArgumentException(
          "a listener on a TCP port needs a key that is not empty, because anybody can connect to"
              + " it: "
              + address);
    }
    file = SocketFile.track(address);
    server = bind(address, false, file);
    handshakes = Handshakes.start(server, authKey, options);
  }

  private static SocketServer bind(SocketAddress address, boolean ownerOnly, SocketFile file)
      throws IOException {
    try {
      SocketServer server = SocketServer.bind(address, ownerOnly);
      file.made();
      return server;
    } catch (IOException | RuntimeException e) {
      file.forget();
      throw e;
    }
  }

  /**
   * Where clients can connect.
   *
   * @return the address; with the port that the system chose, where any was asked for
   */
  public SocketAddress address() {
    return server.address();
  }

  /**
   * Where the connection came from that was accepted last.
   *
   * @return empty if there was none yet, or it came from a Unix-domain socket without a name
   */
  public Optional<SocketAddress> lastAccepted() {
    return Optional.ofNullable(lastAccepted);
  }

  /**
   * Tells whether {@link #accept} would not wait: with a key, a client has shown that it has it, or
   * another; without, a client has connected. Accepts nobody.
   *
   * @return true if accept would return or throw at once
   * @throws IOException if this listener is closed
   */
  @Override
  public boolean isReady() throws IOException {
    requireOpen();
    try {
      return handshakes == null
          ? SelectorRing.isReadyNow(server.selectable())
          : handshakes.isReady();
    } catch (ClosedChannelException e) {
      throw new IOException("listener is closed", e);
    }
  }

  /** What a selector can wait for here, or null. */
  Selectable selectable() throws IOException {
    requireOpen();
    return handshakes == null ? server.selectable() : null;
  }

  /**
   * Waits for a client and returns the connection to it. An interrupt ends the wait with an {@link
   * InterruptedIOException}, leaves the flag set, and loses no client.
   *
   * @return the connection
   * @throws AuthenticationException if a client had another key; the listener can be used on
   * @throws IOException if this listener is closed, also meanwhile, or the operating system refuses
   */
  public Connection accept() throws IOException {
    requireOpen();
    checkInterrupt();
    try {
      return handshakes == null ? acceptAnyone() : acceptWithKey();
    } catch (ClosedChannelException e) {
      throw new IOException("listener is closed", e);
    }
  }

  private Connection acceptAnyone() throws IOException {
    lockInterruptibly();
    try {
      SocketLine line = server.accept();
      while (line == null) {
        server.await(true, LONGEST_WAIT_NANOS);
        checkInterrupt();
        line = server.accept();
      }
      lastAccepted = named(line.peer());
      return Connection.over(line);
    } finally {
      accepting.unlock();
    }
  }

  private Connection acceptWithKey() throws IOException {
    Handshakes.Outcome outcome = handshakes.take();
    SocketAddress peer = named(outcome.peer());
    if (outcome.failure() instanceof AuthenticationException wrong) {
      throw new AuthenticationException(
          wrong.getMessage() + (peer == null ? "" : "; client: " + peer), wrong);
    }
    if (outcome.failure() instanceof IOException broken) {
      throw broken;
    }
    lastAccepted = peer;
    return outcome.connection();
  }

  private static SocketAddress named(SocketAddress peer) {
    boolean nameless =
        peer instanceof UnixDomainSocketAddress unix && unix.getPath().toString().isEmpty();
    return nameless ? null : peer;
  }

  private void lockInterruptibly() throws IOException {
    try {
      accepting.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("listener is closed");
    }
  }

  private static void checkInterrupt() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    return new InterruptedIOException("interrupted while waiting for a client");
  }

  /**
   * Stops listening, drops the clients that were not accepted, and removes the socket's file;
   * threads that wait in {@link #accept} get an {@link IOException}. Connections that were accepted
   * stay open. Does nothing if it is closed.
   *
   * @throws IOException if the operating system refuses
   */
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      server.close();
    } finally {
      file.forget();
      if (handshakes != null) {
        handshakes.close();
      }
    }
  }
}
