package multiprocessing.pool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import multiprocessing.connection.Connection;

/** The channel between a pool and a worker, on which large messages cross in shared memory. */
final class Freight {
  /*
   * A large message is written into a file in shared memory, and a small one goes through the channel that has its name:
   * FREIGHT, then the path. Whoever receives that reads the file and removes it. All names begin with the worker's own
   * prefix, so that the pool can remove at the worker's end what nobody has received. Where there is little room, a large
   * message goes through the channel like any other.
   *
   * An interrupt would close the file in the middle. A message from a worker is sent between its tasks, one to a worker
   * again by Outbox, when nothing of it was sent.
   */
  static final byte FREIGHT = 99;

  private static final String INFIX = "-freight-";
  private static final AtomicLong COUNT = new AtomicLong();

  private final Connection channel;
  private final String prefix;
  private final ByteBuffer inPart = ByteBuffer.allocateDirect(Cargo.PIECE_BYTES);

  /**
   * Uses a channel.
   *
   * @param prefix what the names of all files begin with, of this worker alone
   */
  Freight(Connection channel, String prefix) {
    this.channel = channel;
    this.prefix = prefix;
  }

  /** Sends a message, given in parts; its file is gone if that fails. */
  void send(byte[]... parts) throws IOException {
    Path file = Cargo.isLarge(parts) ? store(List.of(parts)) : null;
    if (file == null) {
      channel.sendBytes(Messages.join(parts));
      return;
    }
    byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
    try {
      channel.sendBytes(Messages.join(new byte[] {FREIGHT}, name));
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Waits for the next message. */
  byte[] receive() throws IOException {
    byte[] message = channel.recvBytes();
    if (message.length == 0 || message[0] != FREIGHT) {
      return message;
    }
    Path file = Path.of(new String(message, 1, message.length - 1, StandardCharsets.UTF_8));
    try {
      return read(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Removes what nobody will receive any more. */
  static void removeAll(String prefix) throws IOException {
    Path path = Path.of(prefix);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(path.getParent(), path.getFileName() + INFIX + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Makes a file of the parts of a message; returns null if there is no room for it. */
  Path store(List<byte[]> parts) {
    String number = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    Path file = Path.of(prefix + INFIX + number);
    return Cargo.store(file, parts) ? file : null;
  }

  private byte[] read(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] message = new byte[(int) in.size()];
      int at = 0;
      while (at < message.length) {
        int count = in.read(inPart.clear());
        inPart.flip().get(message, at, count);
        at += count;
      }
      return message;
    }
  }
}
