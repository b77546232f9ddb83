package multiprocessing.internal.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import multiprocessing.internal.time.Deadline;

/** A connected socket, with what its two directions share. */
public final class SocketLine implements Closeable {
  /*
   * The channel is in non-blocking mode for all of its life: a thread that blocks in it would close it when it is
   * interrupted. A direction that cannot go on waits in a selector, and at once: to try again for some microseconds
   * first was measured, and keeps the processor from the very process that is to answer.
   */
  private static final long LONGEST_WAIT_NANOS = Long.MAX_VALUE / 2;

  private final SocketChannel channel;
  private final Readiness readable;
  private final Readiness writable;
  private volatile Deadline limit;
  private volatile boolean peerGone;

  private SocketLine(SocketChannel channel) {
    this.channel = channel;
    this.readable = new Readiness(channel, SelectionKey.OP_READ);
    this.writable = new Readiness(channel, SelectionKey.OP_WRITE);
  }

  /** Takes a connected channel over; closes it if that fails. */
  static SocketLine of(SocketChannel connected) throws IOException {
    try {
      connected.configureBlocking(false);
      if (connected.getLocalAddress() instanceof InetSocketAddress) {
        // a message may be written in two parts: the second must not wait for an acknowledgement
        connected.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      return new SocketLine(connected);
    } catch (IOException | RuntimeException e) {
      connected.close();
      throw e;
    }
  }

  /** The direction in which this process receives. */
  public SocketSource source() {
    return new SocketSource(this);
  }

  /** The direction in which this process sends. */
  public SocketSink sink() {
    return new SocketSink(this);
  }

  /** The address of the other end; without a path for a client on a Unix socket. */
  public SocketAddress peer() throws IOException {
    return channel.getRemoteAddress();
  }

  /** From here on no wait goes beyond a deadline, or, if it is null, there is none any more. */
  public void limit(Deadline deadline) {
    limit = deadline;
  }

  SocketChannel channel() {
    return channel;
  }

  Readiness readable() {
    return readable;
  }

  /** The other end can neither send nor receive any more. */
  void peerIsGone() {
    peerGone = true;
  }

  boolean isPeerGone() {
    return peerGone;
  }

  /** Waits until bytes may have come; see {@link #await}. */
  boolean awaitReadable() throws IOException {
    return await(readable);
  }

  /** Waits until there may be room for bytes; see {@link #await}. */
  boolean awaitWritable() throws IOException {
    return await(writable);
  }

  /**
   * Waits until an attempt is worth it, or for no reason.
   *
   * @return true if this thread was interrupted; its flag is then clear
   * @throws SocketTimeoutException if the line's deadline has come
   */
  private boolean await(Readiness readiness) throws IOException {
    Deadline deadline = limit;
    if (deadline != null && deadline.expired()) {
      throw new SocketTimeoutException("the other end did not go on in time");
    }
    boolean ignored =
        readiness.await(deadline == null ? LONGEST_WAIT_NANOS : deadline.remainingNanos());
    return Thread.interrupted();
  }

  @Override
  public void close() throws IOException {
    try (Readiness in = readable;
        Readiness out = writable) {
      channel.close();
      SelectorRing.channelClosed();
    }
  }
}
