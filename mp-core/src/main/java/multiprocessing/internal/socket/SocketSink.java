package multiprocessing.internal.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import multiprocessing.internal.stream.ByteSink;

/** The sending direction of a socket. */
public final class SocketSink implements ByteSink {
  private static final int CHUNK = 64 * 1024;

  private final SocketLine line;

  SocketSink(SocketLine line) {
    this.line = line;
  }

  @Override
  public void writeFully(byte[] from, int offset, int length, boolean atBoundary)
      throws IOException {
    boolean interrupted = false;
    int done = 0;
    try {
      while (done < length) {
        int moved = write(from, offset + done, length - done);
        done += moved;
        if (moved == 0 && line.awaitWritable()) {
          interrupted = true;
          if (atBoundary && done == 0) {
            throw new InterruptedIOException("interrupted while waiting to send a message");
          }
        }
      }
    } catch (ClosedChannelException e) {
      throw new IOException(
          atBoundary && done == 0 ? "connection is closed" : "connection was closed while sending",
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private int write(byte[] from, int offset, int length) throws IOException {
    try {
      return line.channel().write(ByteBuffer.wrap(from, offset, Math.min(CHUNK, length)));
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      line.peerIsGone();
      throw new IOException("cannot send: the other end is closed (" + e.getMessage() + ")", e);
    }
  }

  /** False once a read or write has shown that the other end is gone; a socket tells no sooner. */
  @Override
  public boolean hasReader() {
    return !line.isPeerGone();
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
