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
   * interrupted. A direction that cannot go on tries again for a moment, because an answer is often on its way
   * already and a sleep costs more than that moment, and then waits in a selector.
   */
  private static final long SPIN_NANOS =
      Runtime.getRuntime().availableProcessors() > 1 ? 20_000 : 0;
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

  /** Starts the patience of one attempt. */
  Patience readingPatience() {
    return new Patience(readable);
  }

  /** Starts the patience of one attempt. */
  Patience writingPatience() {
    return new Patience(writable);
  }

  @Override
  public void close() throws IOException {
    try (Readiness in = readable;
        Readiness out = writable) {
      channel.close();
    }
  }

  /** What to do after an attempt that moved nothing: try again, or wait. */
  final class Patience {
    private final Readiness readiness;
    private long spinUntil;

    Patience(Readiness readiness) {
      this.readiness = readiness;
    }

    /** The attempt moved something: the next one has a moment again. */
    void renew() {
      spinUntil = 0;
    }

    /**
     * Returns when another attempt is worth it.
     *
     * @return true if this thread was interrupted; its flag is then clear
     * @throws SocketTimeoutException if the line's deadline has come
     */
    boolean tryAgain() throws IOException {
      Deadline deadline = limit;
      if (deadline != null && deadline.expired()) {
        throw new SocketTimeoutException("the other end did not go on in time");
      }
      if (spin()) {
        Thread.onSpinWait();
      } else {
        boolean ignored =
            readiness.await(deadline == null ? LONGEST_WAIT_NANOS : deadline.remainingNanos());
      }
      return Thread.interrupted();
    }

    private boolean spin() {
      long now = System.nanoTime();
      if (spinUntil == 0) {
        spinUntil = now + SPIN_NANOS;
      }
      return now - spinUntil < 0;
    }
  }
}
