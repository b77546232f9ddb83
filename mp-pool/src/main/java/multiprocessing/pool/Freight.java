package multiprocessing.pool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  /** Smaller ones are as fast through the channel. */
  private static final int LARGE = 256 * 1024;

  /** So much of the shared memory is left to others. */
  private static final int LEAVE = 2;

  private static final int PART = 256 * 1024;
  private static final String INFIX = "-freight-";
  private static final AtomicLong COUNT = new AtomicLong();

  private final Connection channel;
  private final String prefix;

  /**
   * Uses a channel.
   *
   * @param prefix what the names of all files begin with, of this worker alone
   */
  Freight(Connection channel, String prefix) {
    this.channel = channel;
    this.prefix = prefix;
  }

  /** Sends a message; its file is gone if that fails. */
  void send(byte[] message) throws IOException {
    Path file = message.length < LARGE ? null : write(message);
    if (file == null) {
      channel.sendBytes(message);
      return;
    }
    byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
    try {
      channel.sendBytes(ByteBuffer.allocate(1 + name.length).put(FREIGHT).put(name).array());
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

  /** Returns null if there is no room for it. */
  private Path write(byte[] message) throws IOException {
    String number = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    Path file = Path.of(prefix + INFIX + number);
    if (Files.getFileStore(file.getParent()).getUsableSpace() / LEAVE < message.length) {
      return null;
    }
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer part = ByteBuffer.allocateDirect(PART);
      for (int at = 0; at < message.length; at += PART) {
        part.clear().put(message, at, Math.min(PART, message.length - at)).flip();
        while (part.hasRemaining()) {
          int ignored = out.write(part);
        }
      }
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      return null;
    }
  }

  private static byte[] read(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] message = new byte[(int) in.size()];
      ByteBuffer part = ByteBuffer.allocateDirect(PART);
      int at = 0;
      while (at < message.length) {
        int count = in.read(part.clear());
        part.flip().get(message, at, count);
        at += count;
      }
      return message;
    }
  }
}
