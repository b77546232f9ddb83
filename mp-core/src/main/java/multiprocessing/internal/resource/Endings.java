package multiprocessing.internal.resource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/** A word that all processes of a family see, and that changes whenever one gives something up. */
final class Endings {
  /*
   *   0        8
   *   | number |    of the last ending: the machine's monotonic clock when it was announced
   *
   * Written by a process after it has given up its last hold of a thing, and by the parent of a process that has
   * died, before it tells anybody. Who has found a thing held and reads the same number again knows that it still
   * is, but for deaths that nobody announced yet. The number need not grow: it only has to differ from the one before.
   *
   * Access is plain and fenced, because a VarHandle would cost a child's start path its set-up; one aligned word is
   * written and read as a whole all the same.
   */
  private static final int SIZE = 8;

  private final MappedByteBuffer word;

  Endings(Path file) throws IOException {
    boolean interrupted = false;
    MappedByteBuffer mapped = null;
    while (mapped == null) {
      try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
        interrupted |= Thread.interrupted(); // who is interrupted may not use a channel
        opened.setLength(SIZE);
        mapped = opened.getChannel().map(MapMode.READ_WRITE, 0, SIZE);
      } catch (ClosedByInterruptException e) {
        interrupted = true; // it came in between: once more
      }
    }
    word = mapped;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The number of the last ending. */
  long last() {
    long number = word.getLong(0);
    VarHandle.acquireFence();
    return number;
  }

  /** Something was given up. */
  void announce() {
    VarHandle.releaseFence();
    word.putLong(0, System.nanoTime());
  }
}
