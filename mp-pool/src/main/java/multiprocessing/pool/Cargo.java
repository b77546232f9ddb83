package multiprocessing.pool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Large messages in files in shared memory. */
final class Cargo {
  /** Stays in the processor's cache while it is copied. */
  static final int PIECE_BYTES = 64 * 1024;

  /** Smaller ones are as fast through a channel. */
  private static final int LARGE_BYTES = 256 * 1024;

  /** So much of the shared memory is left to others. */
  private static final int LEAVE = 2;

  private Cargo() {}

  static boolean isLarge(byte[]... parts) {
    return length(List.of(parts)) >= LARGE_BYTES;
  }

  static boolean isLarge(List<byte[]> parts) {
    return length(parts) >= LARGE_BYTES;
  }

  private static long length(List<byte[]> parts) {
    long length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    return length;
  }

  /** Makes a file of a message's parts; false if there is no room, or memory, for it. */
  static boolean store(Path file, List<byte[]> parts) {
    if (file.getParent().toFile().getUsableSpace() / LEAVE < length(parts)) {
      return false;
    }
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
      for (byte[] part : parts) {
        for (int at = 0; at < part.length; ) {
          int count = Math.min(piece.remaining(), part.length - at);
          piece.put(part, at, count);
          at += count;
          if (!piece.hasRemaining()) {
            write(piece, out);
          }
        }
      }
      write(piece, out);
      return true;
    } catch (IOException
        | OutOfMemoryError e) { // direct memory may be used up where the heap is not
      remove(file);
      return false;
    } catch (RuntimeException | Error e) {
      remove(file);
      throw e;
    }
  }

  private static void write(ByteBuffer piece, FileChannel out) throws IOException {
    piece.flip();
    while (piece.hasRemaining()) {
      int ignored = out.write(piece);
    }
    piece.clear();
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // goes with the family's folder
    }
  }
}
