package multiprocessing.internal.fifo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import multiprocessing.internal.resource.Holders;

/** One end of a {@link Fifo} in this process. One thread moves bytes at a time; any may close. */
abstract class FifoEnd implements Closeable {
  /*
   * Two descriptors. All bytes go through the channel, because a thread that blocks in it goes on when it is
   * interrupted or the channel is closed. An interrupt closes the channel, as NIO defines; the keeper holds the
   * end open meanwhile, so that neither the stream nor the bytes in it are lost, and the channel is opened again.
   * Bytes that were moved when the interrupt came have counted in the buffer although the call throws.
   *
   * The channel is opened when it is first needed: an end that is only kept, handed on or polled has one descriptor.
   * Opening needs the name, so it is opened at the latest when this process leaves the family, whose folder goes.
   *
   * A short part goes through a buffer outside the heap that belongs to this end: the channel would otherwise look for
   * one of its own each time.
   */
  private static final int CHUNK = 32 * 1024;

  private static final int SMALL = 1024;

  private static final Set<FifoEnd> OPEN = ConcurrentHashMap.newKeySet();

  private final Fifo fifo;
  private final Closeable keeper;
  private final Holders holders;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile FileChannel channel;

  // Mutable state, of the one thread that moves bytes
  private ByteBuffer small;

  /** Takes the keeper over. */
  FifoEnd(Fifo fifo, Closeable keeper) throws IOException {
    this.fifo = fifo;
    this.keeper = keeper;
    try {
      this.holders = hold();
    } catch (IOException | RuntimeException e) {
      keeper.close();
      throw e;
    }
    OPEN.add(this);
  }

  /** Opens what the ends here will need when their names have gone. */
  static void openAll() throws IOException {
    for (FifoEnd end : OPEN) {
      try {
        FileChannel ignored = end.channel();
      } catch (IOException e) {
        if (!end.isClosed()) { // by another thread, meanwhile: then it needs nothing
          throw e;
        }
      }
    }
  }

  /** Records that this process holds this end. */
  abstract Holders hold() throws IOException;

  /** Records that it does no more. */
  abstract void release() throws IOException;

  /** Opens the end a second time; does not wait. */
  abstract FileChannel openChannel() throws IOException;

  /**
   * Moves some bytes; waits until it can.
   *
   * @param clean true if nothing of a message has moved yet
   */
  abstract void move(FileChannel through, ByteBuffer part, boolean clean) throws IOException;

  /** What is said when this end is closed while a thread waits in {@link #move}. */
  abstract String closedMeanwhile();

  /** What is said when a thread is interrupted there before anything has moved. */
  abstract String interruptedMeanwhile();

  /** A buffer outside the heap with that much room, or null if that is not worth it. */
  ByteBuffer small(int length) {
    if (length > SMALL) {
      return null;
    }
    if (small == null) {
      small = ByteBuffer.allocateDirect(SMALL);
    }
    return small.clear().limit(length);
  }

  /** The name of the stream. */
  public Fifo fifo() {
    return fifo;
  }

  Holders holders() {
    return holders;
  }

  boolean isClosed() {
    return closed.get();
  }

  final void moveFully(byte[] bytes, int offset, int length, boolean atBoundary)
      throws IOException {
    boolean interrupted = false;
    int done = 0;
    try {
      while (done < length) {
        ByteBuffer part = ByteBuffer.wrap(bytes, offset + done, Math.min(CHUNK, length - done));
        boolean clean = atBoundary && done == 0;
        interrupted |= moveOnce(part, clean);
        done = part.position() - offset;
        if (clean && done == 0) {
          throw new InterruptedIOException(interruptedMeanwhile());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns true if this thread was interrupted; only then may nothing have moved. */
  private boolean moveOnce(ByteBuffer part, boolean clean) throws IOException {
    int start = part.position();
    try {
      move(channel(), part, clean);
      return false;
    } catch (ClosedByInterruptException e) {
      boolean interrupted = Thread.interrupted();
      FileChannel ignored = reopen();
      return interrupted;
    } catch (AsynchronousCloseException e) {
      if (part.position() == start) {
        throw new IOException(closedMeanwhile(), e);
      }
      return false; // the next call says so, if there is one
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  private FileChannel channel() throws IOException {
    FileChannel now = channel;
    return now == null ? reopen() : now;
  }

  private synchronized FileChannel reopen() throws IOException {
    FileChannel now = channel;
    if (now != null && now.isOpen()) {
      return now;
    }
    if (closed.get()) {
      throw closed(null);
    }
    FileChannel fresh = openChannel();
    channel = fresh;
    if (closed.get()) {
      fresh.close(); // closed meanwhile: the next call says so
    }
    return fresh;
  }

  static IOException closed(Exception cause) {
    return new IOException("connection is closed", cause);
  }

  /** Closes this end; a thread that waits in it gets an IOException. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      OPEN.remove(this);
      try (FileChannel now = channel) {
        keeper.close();
      } finally {
        release();
      }
    }
  }
}
