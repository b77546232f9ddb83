package multiprocessing.internal.resource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import multiprocessing.ProcessException;

/** Counts, across all processes of a family, who holds a numbered thing. */
public final class Holders {
  /*
   * Each number is a byte position in one file. A process that holds the thing has a shared record lock on
   * that byte, however many holders it has inside; the kernel drops the lock when the process dies, so the
   * answer is right after any kind of death. "Does another process hold it?" is a try at an exclusive lock.
   * Record locks belong to the process and vanish when it closes *any* descriptor of the file: therefore one
   * channel per process, opened once and closed only when the process leaves the family.
   *
   * A question costs some system calls. Who asks the same again and again keeps the answer "yes" together with the
   * number of the last ending: see Board.
   */
  private final FileChannel channel;
  private final Board board;

  // Mutable state, guarded by this
  private final Map<Long, Hold> holds = new HashMap<>();

  Holders(Path file) throws IOException {
    board = new Board(file.resolveSibling("board"));
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** This process holds the thing once more. */
  public synchronized void add(long number) throws IOException {
    Hold hold = holds.get(number);
    if (hold == null) {
      FileLock lock = channel.tryLock(number, 1, true);
      while (lock == null) {
        // an exclusive lock is held for the instant of another process's question only, and the
        // blocking form would close the channel if this thread were interrupted
        Thread.onSpinWait();
        lock = channel.tryLock(number, 1, true);
      }
      holds.put(number, new Hold(lock));
    } else {
      hold.count++;
    }
  }

  /** This process holds the thing once less. */
  public synchronized void remove(long number) throws IOException {
    Hold hold = holds.get(number);
    if (hold == null) {
      throw new IllegalStateException("not held here: " + number);
    }
    if (--hold.count == 0) {
      holds.remove(number);
      if (channel.isOpen()) {
        hold.lock.release();
        board.announceEnding();
      }
    }
  }

  /** Tells whoever has asked that the answers may have changed: a process has died. */
  void announceEnding() {
    board.announceEnding();
  }

  /**
   * The number of the last ending. As long as it is the same, what was held is held still, unless
   * its holder has died a moment ago and its parent does not know it yet.
   */
  public long lastEnding() {
    return board.lastEnding();
  }

  /** What the family's processes tell one another. */
  public Board board() {
    return board;
  }

  /**
   * True if any process, this one included, holds the thing; also when this process has left the
   * family, because then it cannot know.
   */
  public synchronized boolean anyone(long number) throws IOException {
    if (holds.containsKey(number) || !channel.isOpen()) {
      return true;
    }
    if (!isLockedElsewhere(number, false)) {
      return false;
    }
    // either it is held, or another process has just asked the same: that one has it alone, so
    // nobody holds it
    return !isLockedElsewhere(number, true) && isLockedElsewhere(number, false);
  }

  /**
   * Does something if nobody holds the thing, while nobody can begin to; also if this process has
   * left the family, it does nothing.
   */
  public synchronized void ifNobody(long number, Deed deed) throws IOException {
    while (!holds.containsKey(number) && channel.isOpen()) {
      FileLock lock = channel.tryLock(number, 1, false);
      if (lock != null) {
        try {
          deed.run();
        } finally {
          lock.release();
        }
        return;
      }
      if (!isLockedElsewhere(number, true)) {
        return; // others hold it
      }
      Thread.onSpinWait(); // another process asks at this moment
    }
  }

  /** What is done. */
  @FunctionalInterface
  public interface Deed {
    /** Does it. */
    void run() throws IOException;
  }

  private boolean isLockedElsewhere(long number, boolean shared) throws IOException {
    FileLock lock = channel.tryLock(number, 1, shared);
    if (lock == null) {
      return true;
    }
    lock.release();
    return false;
  }

  synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ProcessException("cannot close the holders file: " + e, e);
    }
  }

  private static final class Hold {
    private final FileLock lock;
    private int count = 1;

    Hold(FileLock lock) {
      this.lock = lock;
    }
  }
}
