package multiprocessing.internal.fifo;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.internal.resource.Holders;
import multiprocessing.internal.stream.ByteSource;
import multiprocessing.internal.time.Deadline;

/** The reading end of a {@link Fifo}. One thread reads at a time; any thread may close. */
public final class FifoReader implements ByteSource {
  /*
   * Two descriptors. All reading goes through the channel, because a read that blocks in it ends when the thread
   * is interrupted or the channel is closed. An interrupt closes the channel, as NIO defines; the keeper holds the
   * end open meanwhile, so that neither the stream nor the bytes in it are lost, and the channel is opened again.
   * Bytes that a read had taken when the interrupt came are in the buffer although the read throws.
   */
  private static final int CHUNK = 64 * 1024;

  private static final long FIRST_PAUSE_NANOS = 20_000;
  private static final long LAST_PAUSE_NANOS = 2_000_000;

  private final Fifo fifo;
  private final FileInputStream keeper;
  private final Holders holders;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile FileChannel channel;

  FifoReader(Fifo fifo) throws IOException {
    this.fifo = fifo;
    this.keeper = fifo.inputStream();
    try {
      this.channel = fifo.readChannel();
      this.holders = fifo.heldForReading();
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
  public void readFully(byte[] to, int offset, int length, boolean atBoundary) throws IOException {
    boolean interrupted = false;
    int done = 0;
    try {
      while (done < length) {
        ByteBuffer part = ByteBuffer.wrap(to, offset + done, Math.min(CHUNK, length - done));
        int start = part.position();
        try {
          if (channel.read(part) < 0) {
            throw endOfStream(atBoundary && done == 0);
          }
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          reopen();
          if (atBoundary && done == 0 && part.position() == start) {
            throw new InterruptedIOException("interrupted while waiting for a message");
          }
        } catch (AsynchronousCloseException e) {
          if (part.position() == start) {
            throw closed(e);
          }
        } catch (ClosedChannelException e) {
          throw closed(e);
        }
        done += part.position() - start;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isReady() throws IOException {
    if (closed.get()) {
      throw closed(null);
    }
    return keeper.available() > 0 || !fifo.hasWriter(holders);
  }

  @Override
  public boolean awaitReady(Deadline deadline) throws IOException, InterruptedException {
    long pause = FIRST_PAUSE_NANOS;
    boolean ready = isReady();
    while (!ready) {
      if (deadline.expired()) {
        return false;
      }
      LockSupport.parkNanos(this, Math.min(pause, deadline.remainingNanos()));
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for a message");
      }
      pause = Math.min(LAST_PAUSE_NANOS, pause + pause / 4);
      ready = isReady();
    }
    return true;
  }

  /** Closes this end; a thread that waits in a read gets an IOException. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try (FileChannel now = channel) {
        keeper.close();
      } finally {
        fifo.releasedFromReading(holders);
      }
    }
  }

  private void reopen() throws IOException {
    FileChannel fresh = fifo.readChannel();
    channel = fresh;
    if (closed.get()) {
      fresh.close(); // closed meanwhile: the next read says so
    }
  }

  private static EOFException endOfStream(boolean clean) {
    return new EOFException(
        clean ? "the other end is closed" : "got end of file during message: its sender died");
  }

  private static IOException closed(Exception cause) {
    return new IOException("connection is closed", cause);
  }
}
