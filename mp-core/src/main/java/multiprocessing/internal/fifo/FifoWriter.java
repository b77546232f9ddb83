package multiprocessing.internal.fifo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import multiprocessing.internal.resource.Board;
import multiprocessing.internal.resource.Holders;
import multiprocessing.internal.stream.ByteSink;

/** The writing end of a {@link Fifo}. */
public final class FifoWriter extends FifoEnd implements ByteSink {
  private final Board board;

  FifoWriter(Fifo fifo, FileChannel keeper) throws IOException {
    super(fifo, keeper);
    this.board = holders().board();
  }

  @Override
  Holders hold() throws IOException {
    return fifo().heldForWriting();
  }

  @Override
  void release() throws IOException {
    fifo().releasedFromWriting(holders());
  }

  @Override
  FileChannel openChannel() throws IOException {
    return fifo().writeChannel();
  }

  @Override
  public void writeFully(byte[] from, int offset, int length, boolean atBoundary)
      throws IOException {
    moveFully(from, offset, length, atBoundary);
  }

  @Override
  void move(FileChannel through, ByteBuffer part, boolean clean) throws IOException {
    try {
      write(through, part);
      board.messageWritten();
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot send: the other end is closed (" + e.getMessage() + ")", e);
    }
  }

  private void write(FileChannel through, ByteBuffer part) throws IOException {
    int start = part.position();
    ByteBuffer small = small(part.remaining());
    ByteBuffer from = small == null ? part : small.put(part).flip();
    try {
      int ignored = through.write(from);
    } finally {
      part.position(start + from.position() - (small == null ? start : 0));
    }
  }

  @Override
  String closedMeanwhile() {
    return "connection was closed while sending";
  }

  @Override
  String interruptedMeanwhile() {
    return "interrupted while waiting to send a message";
  }

  /** True if any process holds the other end. */
  @Override
  public boolean hasReader() throws IOException {
    return fifo().hasReader(holders());
  }
}
