package multiprocessing.internal.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A listening socket. One thread waits and accepts at a time; any thread may wake it or close. */
public final class SocketServer implements Closeable {
  private static final int BACKLOG = 256;

  private final ServerSocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final SocketAddress address;
  private final Path file;
  private final Object fileKey;

  private SocketServer(ServerSocketChannel channel) throws IOException {
    this.channel = channel;
    this.address = channel.getLocalAddress();
    this.file = address instanceof UnixDomainSocketAddress unix ? unix.getPath() : null;
    this.fileKey = file == null ? null : fileKey(file);
    channel.configureBlocking(false);
    this.selector = Selector.open();
    this.key = channel.register(selector, 0);
  }

  /**
   * Listens.
   *
   * @param ownerOnly true if nobody but this user may connect; for Unix sockets
   * @throws BindException if the address is in use
   */
  public static SocketServer bind(SocketAddress wanted, boolean ownerOnly) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(SocketAddresses.family(wanted));
    try {
      if (SocketAddresses.isTcp(wanted)) {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      channel.bind(wanted, BACKLOG);
      if (ownerOnly && wanted instanceof UnixDomainSocketAddress unix) {
        restrict(unix.getPath());
      }
      return new SocketServer(channel);
    } catch (BindException e) {
      channel.close();
      throw inUse(wanted, e);
    } catch (SocketException e) {
      channel.close();
      throw named(wanted, e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketException named(SocketAddress wanted, SocketException cause) {
    SocketException named =
        new SocketException("cannot listen at " + wanted + ": " + cause.getMessage());
    named.initCause(cause);
    return named;
  }

  private static BindException inUse(SocketAddress wanted, BindException cause) {
    boolean stale =
        wanted instanceof UnixDomainSocketAddress unix
            && !Files.isRegularFile(unix.getPath(), LinkOption.NOFOLLOW_LINKS)
            && !Files.isDirectory(unix.getPath(), LinkOption.NOFOLLOW_LINKS)
            && !unix.getPath().toString().isEmpty()
            && Files.exists(unix.getPath(), LinkOption.NOFOLLOW_LINKS);
    BindException inUse =
        new BindException(
            "cannot listen at "
                + wanted
                + ": "
                + cause.getMessage()
                + (stale
                    ? "; if no process listens there any more, its file was left behind: delete it"
                    : ""));
    inUse.initCause(cause);
    return inUse;
  }

  private static void restrict(Path file) throws IOException {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (UnsupportedOperationException e) {
      // a file system without permissions has none to take away
    }
  }

  private static Object fileKey(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Where it listens; with the port that was given, where any was asked for. */
  public SocketAddress address() {
    return address;
  }

  /** What to select on, to wait for a client and for others. */
  public Selectable selectable() {
    return new Selectable(channel, SelectionKey.OP_ACCEPT, true);
  }

  /** Takes a client that waits to be accepted; null if there is none. */
  public SocketLine accept() throws IOException {
    SocketChannel client = channel.accept();
    return client == null ? null : SocketLine.of(client);
  }

  /**
   * Waits until {@link #wakeUp} is called, was called since the last wait, this thread is
   * interrupted, the time is over, or a client is there.
   *
   * @param forClients false if a client is no reason
   */
  public void await(boolean forClients, long limitNanos) throws IOException {
    try {
      key.interestOps(forClients ? SelectionKey.OP_ACCEPT : 0);
      long millis = TimeUnit.NANOSECONDS.toMillis(limitNanos) + 1;
      int ignored = selector.select(any -> {}, millis);
    } catch (ClosedSelectorException | java.nio.channels.CancelledKeyException e) {
      throw new ClosedChannelException();
    }
  }

  /** Ends the wait of the thread that is in {@link #await}, or the next one. */
  public void wakeUp() {
    Selector now = selector.wakeup();
    Objects.requireNonNull(now);
  }

  /** Closes the socket, removes its file if it is still the one that was made, ends the wait. */
  @Override
  public void close() throws IOException {
    boolean first = channel.isOpen();
    try (Selector waiting = selector) {
      if (first && file != null && isStillOurs()) {
        Files.deleteIfExists(file);
      }
      channel.close();
      SelectorRing.channelClosed();
    }
  }

  private boolean isStillOurs() throws IOException {
    try {
      return Objects.equals(fileKey, fileKey(file));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
