package multiprocessing.internal.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.internal.time.Deadline;

/** Connects to a listening socket before a deadline; an interrupt ends the attempt. */
public final class SocketDialer {
  /*
   * A Unix socket whose listener has no room for another client refuses a non-blocking connect with EAGAIN, which
   * the JDK takes for a connect under way and then for one that succeeded. So a Unix socket that is not connected
   * at once is given up and tried again.
   */
  private static final long FIRST_PAUSE_NANOS = 200_000;
  private static final long LAST_PAUSE_NANOS = 20_000_000;

  private final SocketAddress address;
  private final Deadline deadline;

  private SocketDialer(SocketAddress address, Deadline deadline) {
    this.address = address;
    this.deadline = deadline;
  }

  /**
   * Connects.
   *
   * @throws ConnectException if nobody listens there
   * @throws SocketTimeoutException if the deadline has come
   * @throws InterruptedIOException if interrupted; the flag stays set, nothing is left open
   */
  public static SocketLine connect(SocketAddress address, Deadline deadline) throws IOException {
    return new SocketDialer(address, deadline).connect();
  }

  private SocketLine connect() throws IOException {
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      SocketChannel channel = SocketChannel.open(SocketAddresses.family(address));
      boolean connected = false;
      try {
        channel.configureBlocking(false);
        connected = begin(channel) || finish(channel);
      } finally {
        if (!connected) {
          channel.close();
        }
      }
      if (connected) {
        return SocketLine.of(channel);
      }
      LockSupport.parkNanos(this, Math.min(pause, deadline.remainingNanos()));
      pause = Math.min(LAST_PAUSE_NANOS, pause * 2);
      checkWait();
    }
  }

  private boolean begin(SocketChannel channel) throws IOException {
    try {
      return channel.connect(address);
    } catch (ConnectException e) {
      throw refused(e.getMessage(), e);
    } catch (IOException e) {
      if (address instanceof UnixDomainSocketAddress unix
          && Files.notExists(unix.getPath(), LinkOption.NOFOLLOW_LINKS)) {
        throw refused("there is no such socket", e);
      }
      throw e;
    }
  }

  private boolean finish(SocketChannel channel) throws IOException {
    if (address instanceof UnixDomainSocketAddress) {
      return false;
    }
    try (Selector selector = Selector.open()) {
      SelectionKey ignored = channel.register(selector, SelectionKey.OP_CONNECT);
      while (!channel.finishConnect()) {
        checkWait();
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos()) + 1;
        int unused = selector.select(any -> {}, Math.max(1, millis));
      }
      return true;
    } catch (ConnectException e) {
      throw refused(e.getMessage(), e);
    }
  }

  private void checkWait() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while connecting to " + address);
    }
    if (deadline.expired()) {
      throw new SocketTimeoutException("cannot connect to " + address + " in time");
    }
  }

  private ConnectException refused(String why, IOException cause) {
    ConnectException refused =
        new ConnectException("cannot connect to " + address + ": " + why + "; nobody listens");
    refused.initCause(cause);
    return refused;
  }
}
