package multiprocessing.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Reads a channel in pieces that stay in the processor's cache while they are copied. */
final class BulkInputStream extends InputStream {
  private static final int PIECE_BYTES = 64 << 10;

  private final ReadableByteChannel channel;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES).limit(0);

  BulkInputStream(ReadableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    if (!piece.hasRemaining()) {
      int read = channel.read(piece.clear());
      piece.flip();
      if (read < 0) {
        return -1;
      }
    }
    int here = Math.min(count, piece.remaining());
    piece.get(into, offset, here);
    return here;
  }
}
