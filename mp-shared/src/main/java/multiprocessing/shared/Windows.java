package multiprocessing.shared;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A mapped file of any size. It is unmapped when nobody has a part of it any more. */
final class Windows {
  /*
   * A buffer has at most 2^31-1 bytes. A larger file is mapped several times, from each multiple of 1 GiB, so
   * each 1 GiB of it, wherever it begins, is inside one window:
   *
   *   0        1        2        3        4 GiB
   *   |--------0--------|
   *            |--------1--------|
   *                     |--------2--------| ...
   */
  static final long STRIDE = 1L << 30;

  private final long size;
  private final ByteBuffer[] windows;

  private Windows(long size, ByteBuffer[] windows) {
    this.size = size;
    this.windows = windows;
  }

  /** Maps all of a file. An interrupt stays pending. */
  static Windows open(Path path) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel =
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
          return map(channel, path);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Windows map(FileChannel channel, Path path) throws IOException {
    long size = channel.size();
    if (size == 0) {
      throw new IOException("shared memory is empty: whoever makes it is not ready: " + path);
    }
    int count = size <= Integer.MAX_VALUE ? 1 : Math.toIntExact((size - 1) / STRIDE + 1);
    ByteBuffer[] windows = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      long start = i * STRIDE;
      windows[i] =
          channel.map(MapMode.READ_WRITE, start, Math.min(Integer.MAX_VALUE, size - start));
    }
    return new Windows(size, windows);
  }

  long size() {
    return size;
  }

  /** A part of it, with a position of its own, in the order of this machine. */
  ByteBuffer slice(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, size);
    int window = (int) Math.min(offset / STRIDE, windows.length - 1);
    long start = window * STRIDE;
    if (offset - start + length > windows[window].capacity()) {
      throw new IllegalArgumentException(
          "a slice of "
              + length
              + " bytes at "
              + offset
              + " is too long: in memory of more than 2^31-1 bytes it has at most 2^30, or up to"
              + " 2^31-1 if it begins at a multiple of 2^30");
    }
    return windows[window].slice((int) (offset - start), length).order(ByteOrder.nativeOrder());
  }
}
