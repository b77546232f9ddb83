package multiprocessing.internal.memory;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/** The FIFOs of other processes, to which this one writes tokens. */
final class OtherBells {
  private static final int MOST_OPEN = 64;

  private final LongFunction<Path> paths;

  // Mutable state, guarded by this
  private final Map<Long, OutputStream> open = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Opens none yet.
   *
   * @param paths the path of a member's FIFO
   */
  OtherBells(LongFunction<Path> paths) {
    this.paths = paths;
  }

  /** Writes a token in one piece. */
  synchronized void write(long member, byte[] token) throws IOException {
    OutputStream bell = open.get(member);
    if (bell == null) {
      bell = open(paths.apply(member));
      open.put(member, bell);
      if (open.size() > MOST_OPEN) {
        closeQuietly(open.remove(open.keySet().iterator().next()));
      }
    }
    bell.write(token); // a stream, because an interrupt would close a channel
  }

  synchronized void close(long member) {
    closeQuietly(open.remove(member));
  }

  synchronized void closeAll() {
    open.values().forEach(OtherBells::closeQuietly);
    open.clear();
  }

  private static OutputStream open(Path path) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try {
          return openUninterrupted(path);
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static OutputStream openUninterrupted(Path path) throws IOException {
    // the open for writing alone would wait for a reader, and make a file where there is none
    try (FileChannel opener =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new FileOutputStream(path.toFile());
    }
  }

  private static void closeQuietly(OutputStream bell) {
    if (bell != null) {
      try {
        bell.close();
      } catch (IOException e) {
        // nothing was buffered
      }
    }
  }
}
