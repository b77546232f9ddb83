package multiprocessing.internal.fifo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import multiprocessing.internal.resource.Holders;
import multiprocessing.internal.stream.ByteSink;

/** The writing end of a {@link Fifo}. One thread writes at a time; any thread may close. */
public final class FifoWriter implements ByteSink {
  /* Two descriptors, for the reason given in FifoReader. */
  private static final int CHUNK = 64 * 1024;

  private final Fifo fifo;
  private final FileChannel keeper;
  private final Holders holders;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile FileChannel channel;

  FifoWriter(Fifo fifo) throws IOException {
    this.fifo = fifo;
    this.keeper = fifo.writeChannel();
    try {
      this.channel = fifo.writeChannel();
      this.holders = fifo.heldForWriting();
    } catch (IOException | RuntimeException e) {
      try (FileChannel opened = channel) {
        keeper.close();
      }
      throw e;
    }
  }

  /** The name of the stream. */
  public Fifo fifo() {
    return fifo;
  }

  @Override
  public void writeFully(byte[] from, int offset, int length, boolean atBoundary)
      throws IOException {
    boolean interrupted = false;
    int done = 0;
    try {
      while (done < length) {
        ByteBuffer part = ByteBuffer.wrap(from, offset + done, Math.min(CHUNK, length - done));
        int start = part.position();
        try {
          int ignored = channel.write(part);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          reopen();
          if (atBoundary && done == 0 && part.position() == start) {
            throw new InterruptedIOException("interrupted while waiting to send a message");
          }
        } catch (AsynchronousCloseException e) {
          throw new IOException("connection was closed while sending", e);
        } catch (ClosedChannelException e) {
          throw new IOException("connection is closed", e);
        } catch (IOException e) {
          throw new IOException("cannot send: the other end is closed (" + e.getMessage() + ")", e);
        }
        done += part.position() - start;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** True if any process holds the other end. */
  @Override
  public boolean hasReader() throws IOException {
    return fifo.hasReader(holders);
  }

  /** Closes this end; readers see the end of the stream when no writer is left. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try (FileChannel now = channel) {
        keeper.close();
      } finally {
        fifo.releasedFromWriting(holders);
      }
    }
  }

  private void reopen() throws IOException {
    FileChannel fresh = fifo.writeChannel();
    channel = fresh;
    if (closed.get()) {
      fresh.close(); // closed meanwhile: the next write says so
    }
  }
}
