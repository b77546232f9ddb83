package multiprocessing.internal.resource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/** What the processes of a family tell one another without system calls: three words in memory. */
public final class Board {
  /*
   *   0             8                16              24
   *   | last ending | awaited until | last message |    instants of the machine's monotonic clock, in nanoseconds
   *
   * Last ending: written by a process after it has given up its last hold of a thing, and by the parent of a process
   * that has died, before it tells anybody. Who has found a thing held and reads the same number again knows that it
   * is held still, but for deaths that nobody announced yet.
   *
   * Last message: written by whoever has written into a pipe, but only until the instant in "awaited until", which a
   * thread that waits for pipes puts forward again and again. It does that first, then reads the number, then looks at
   * its pipes; a writer first writes into the pipe and then looks whether it is awaited: so one of the two sees the other.
   * A process that dies in between tells nobody, so who waits looks at its pipes now and then, whatever is here.
   *
   * No number need grow, it has only to differ from the one before; so nobody minds who wins a race of two writers.
   * Access is plain and fenced, because a VarHandle would cost a child's start path its set-up; one aligned word is
   * written and read as a whole all the same.
   */
  private static final int LAST_ENDING = 0;

  private static final int AWAITED_UNTIL = 8;
  private static final int LAST_MESSAGE = 16;
  private static final int SIZE = 24;
  private static final int ROOM = SIZE + 1;

  /** A waiting thread looks far more often than that. */
  private static final long AWAITED_NANOS = 1_000_000_000;

  private final MappedByteBuffer words;

  Board(Path file) throws IOException {
    boolean interrupted = false;
    MappedByteBuffer mapped = null;
    while (mapped == null) {
      try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
        interrupted |= Thread.interrupted(); // who is interrupted may not use a channel
        if (opened.length() < ROOM) {
          opened.seek(SIZE);
          opened.write(
              0); // behind the words: the memory is there from now on, and no word is touched
        }
        mapped = opened.getChannel().map(MapMode.READ_WRITE, 0, SIZE);
      } catch (ClosedByInterruptException e) {
        interrupted = true; // it came in between: once more
      }
    }
    mapped.order(ByteOrder.nativeOrder());
    words = mapped;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The number of the last ending. */
  long lastEnding() {
    return get(LAST_ENDING);
  }

  /** Something was given up. */
  void announceEnding() {
    set(LAST_ENDING, System.nanoTime());
  }

  /** A message was written; says so if anybody waits for one. */
  public void messageWritten() {
    VarHandle.fullFence();
    long until = words.getLong(AWAITED_UNTIL);
    if (until != 0) {
      long now = System.nanoTime();
      if (now - until < 0) {
        set(LAST_MESSAGE, now);
      }
    }
  }

  /**
   * Begins or goes on to wait for news: the number that this returns will be another after a
   * message was written or something given up, if this is called again within a second.
   */
  public long awaitNews() {
    set(AWAITED_UNTIL, System.nanoTime() + AWAITED_NANOS);
    VarHandle.fullFence();
    return get(LAST_MESSAGE) * 31 + get(LAST_ENDING);
  }

  private long get(int at) {
    long number = words.getLong(at);
    VarHandle.acquireFence();
    return number;
  }

  private void set(int at, long number) {
    VarHandle.releaseFence();
    words.putLong(at, number);
  }
}
