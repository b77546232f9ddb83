package multiprocessing.internal.classes;

import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import multiprocessing.internal.socket.SocketLine;
import multiprocessing.internal.socket.SocketSink;
import multiprocessing.internal.socket.SocketSource;

/** Questions and answers on a socket: a length, then as many bytes. */
final class Blocks {
  private final SocketSource source;
  private final SocketSink sink;
  private final int longest;

  Blocks(SocketLine line, int longest) {
    this.source = line.source();
    this.sink = line.sink();
    this.longest = longest;
  }

  /** Sends a block whole; an interrupt only leaves its flag. */
  void send(byte[] block) throws IOException {
    byte[] framed = new byte[Integer.BYTES + block.length];
    ByteBuffer.wrap(framed).putInt(block.length).put(block);
    sink.writeFully(framed, 0, framed.length, false);
  }

  /**
   * Waits for a block; an interrupt only leaves its flag.
   *
   * @throws EOFException if none will come
   * @throws StreamCorruptedException if what comes is none
   */
  byte[] receive() throws IOException {
    byte[] head = new byte[Integer.BYTES];
    source.readFully(head, 0, head.length, false);
    int length = ByteBuffer.wrap(head).getInt();
    if (length < 0 || length > longest) {
      throw new StreamCorruptedException("a block of " + length + " bytes");
    }
    byte[] block = new byte[length];
    source.readFully(block, 0, length, false);
    return block;
  }
}
