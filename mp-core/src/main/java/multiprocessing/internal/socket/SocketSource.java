package multiprocessing.internal.socket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import multiprocessing.internal.stream.ByteSource;
import multiprocessing.internal.time.Deadline;

/** The receiving direction of a socket. */
public final class SocketSource implements ByteSource {
  private static final int CHUNK = 64 * 1024;

  private final SocketLine line;

  SocketSource(SocketLine line) {
    this.line = line;
  }

  @Override
  public void readFully(byte[] to, int offset, int length, boolean atBoundary) throws IOException {
    boolean interrupted = false;
    int done = 0;
    try {
      while (done < length) {
        int moved = read(to, offset + done, length - done, atBoundary && done == 0);
        done += moved;
        if (moved == 0 && line.awaitReadable()) {
          interrupted = true;
          if (atBoundary && done == 0) {
            throw new InterruptedIOException("interrupted while waiting for a message");
          }
        }
      }
    } catch (ClosedChannelException e) {
      throw closed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private int read(byte[] to, int offset, int length, boolean clean) throws IOException {
    int moved;
    try {
      moved = line.channel().read(ByteBuffer.wrap(to, offset, Math.min(CHUNK, length)));
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      // reset, timed out, unreachable: whatever it is, nothing will come any more
      throw endOfStream(clean, e);
    }
    if (moved < 0) {
      throw endOfStream(clean, null);
    }
    return moved;
  }

  private EOFException endOfStream(boolean clean, IOException cause) {
    line.peerIsGone();
    EOFException end =
        new EOFException(
            (clean ? "the other end is closed" : "got end of file during message: its sender died")
                + (cause == null ? "" : " (" + cause.getMessage() + ")"));
    end.initCause(cause);
    return end;
  }

  @Override
  public boolean isReady() throws IOException {
    try {
      return line.readable().now();
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  /** What to select on, to wait for this and others. */
  public Selectable selectable() {
    return new Selectable(line.channel(), SelectionKey.OP_READ, true);
  }

  @Override
  public boolean isReady(long toleranceNanos) throws IOException {
    return isReady();
  }

  @Override
  public boolean awaitReady(Deadline deadline) throws IOException, InterruptedException {
    boolean ready = isReady();
    while (!ready && !deadline.expired()) {
      try {
        ready = line.readable().await(deadline.remainingNanos());
      } catch (ClosedChannelException e) {
        throw closed(e);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for a message");
      }
    }
    return ready;
  }

  @Override
  public void close() throws IOException {
    line.close();
  }

  private static IOException closed(ClosedChannelException cause) {
    return new IOException("connection is closed", cause);
  }
}
