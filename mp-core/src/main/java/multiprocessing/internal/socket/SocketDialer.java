package multiprocessing.internal.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.concurrent.TimeUnit;
import multiprocessing.internal.time.Deadline;

/** Connects to a listening socket before a deadline; an interrupt ends the attempt. */
public final class SocketDialer {
  /*
   * A connect is not blocking, so that it can be given up. A Unix socket whose listener has no room for another
   * client refuses that with EAGAIN, which the JDK reports as it reports any other refusal, so the error that comes
   * of a second, blocking connect is the one that counts; it waits for room, until another thread closes its channel
   * at the deadline, or an interrupt does.
   */
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
    checkWait();
    SocketChannel channel = SocketChannel.open(SocketAddresses.family(address));
    try {
      channel.configureBlocking(false);
      if (!channel.connect(address)) {
        if (address instanceof UnixDomainSocketAddress) {
          throw new SocketException("no room"); // a JDK that takes EAGAIN for "under way"
        }
        finish(channel);
      }
      return SocketLine.of(channel);
    } catch (ConnectException e) {
      channel.close();
      throw refused(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (e instanceof SocketException && address instanceof UnixDomainSocketAddress unix) {
        return connectUnix(unix);
      }
      throw e;
    }
  }

  private void finish(SocketChannel channel) throws IOException {
    try (Selector selector = Selector.open()) {
      SelectionKey ignored = channel.register(selector, SelectionKey.OP_CONNECT);
      while (!channel.finishConnect()) {
        checkWait();
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos()) + 1;
        int unused = selector.select(any -> {}, Math.max(1, millis));
      }
    }
  }

  private SocketLine connectUnix(UnixDomainSocketAddress unix) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      new PatientConnect(channel, deadline).connect(unix);
      return SocketLine.of(channel); // fails if the deadline has closed it
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (e instanceof ClosedByInterruptException) {
        throw interrupted();
      }
      if (e instanceof ClosedChannelException) {
        throw tooLate();
      }
      if (e instanceof SocketException
          && Files.notExists(unix.getPath(), LinkOption.NOFOLLOW_LINKS)) {
        throw e.getMessage().contains("too long")
            ? refused(e.getMessage(), (IOException) e)
            : refused("there is no such socket", (IOException) e);
      }
      throw e;
    }
  }

  private void checkWait() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (deadline.expired()) {
      throw tooLate();
    }
  }

  private InterruptedIOException interrupted() {
    return new InterruptedIOException("interrupted while connecting to " + address);
  }

  private SocketTimeoutException tooLate() {
    return new SocketTimeoutException("cannot connect to " + address + " in time");
  }

  private ConnectException refused(String why, IOException cause) {
    ConnectException refused =
        new ConnectException("cannot connect to " + address + ": " + why + "; nobody listens");
    refused.initCause(cause);
    return refused;
  }
}
