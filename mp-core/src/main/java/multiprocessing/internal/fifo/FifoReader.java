package multiprocessing.internal.fifo;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.internal.resource.Board;
import multiprocessing.internal.resource.Holders;
import multiprocessing.internal.stream.ByteSource;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.time.Pauses;
import multiprocessing.internal.time.Spinning;

/** The reading end of a {@link Fifo}. */
public final class FifoReader extends FifoEnd implements ByteSource {
  /*
   * "Is this the end of the stream?" is asked again and again while a thread waits, and costs some system calls.
   * So the answer "no, there is a writer" is kept with the number of the last ending, and counts as long as the
   * number is the same and the answer is not older than the asker allows: see Holders.lastEnding.
   */
  private static final long TOLERANCE_NANOS = 50_000_000;

  /** So much of a message comes at once when its header has come. */
  private static final int ONE_WRITE = 16 * 1024;

  private final FileInputStream keeper;
  private final Spinning spinning = new Spinning();
  // Two words, but each is right without the other: at worst the question is asked once more
  private volatile long writerSeenBefore;
  private volatile long writerSeenAtNanos = System.nanoTime() - Long.MAX_VALUE / 2;

  FifoReader(Fifo fifo, FileInputStream keeper) throws IOException {
    super(fifo, keeper);
    this.keeper = keeper;
  }

  @Override
  Holders hold() throws IOException {
    return fifo().heldForReading();
  }

  @Override
  void release() throws IOException {
    fifo().releasedFromReading(holders());
  }

  @Override
  FileChannel openChannel() throws IOException {
    return fifo().readChannel();
  }

  @Override
  public void readFully(byte[] to, int offset, int length, boolean atBoundary) throws IOException {
    moveFully(to, offset, length, atBoundary);
  }

  @Override
  void move(FileChannel through, ByteBuffer part, boolean clean) throws IOException {
    if (clean || part.remaining() > ONE_WRITE) {
      lookBriefly();
    }
    if (read(through, part) < 0) {
      throw new EOFException(
          clean ? "the other end is closed" : "got end of file during message: its sender died");
    }
  }

  private void lookBriefly() {
    if (!spinning.begin()) {
      return;
    }
    try {
      while (keeper.available() == 0) {
        if (!spinning.pause()) {
          return;
        }
      }
      spinning.found();
    } catch (IOException e) {
      // closed: the read says so
    }
  }

  private int read(FileChannel through, ByteBuffer part) throws IOException {
    ByteBuffer small = small(part.remaining());
    if (small == null) {
      return through.read(part);
    }
    try {
      return through.read(small);
    } finally {
      part.put(small.flip()); // bytes may have come although it throws
    }
  }

  @Override
  String closedMeanwhile() {
    return "connection is closed";
  }

  @Override
  String interruptedMeanwhile() {
    return "interrupted while waiting for a message";
  }

  @Override
  public boolean isReady() throws IOException {
    return isReady(0);
  }

  @Override
  public boolean isReady(long toleranceNanos) throws IOException {
    if (isClosed()) {
      throw closed(null);
    }
    try {
      return keeper.available() > 0 || !hasWriter(toleranceNanos);
    } catch (IOException e) {
      throw isClosed() ? closed(e) : e;
    }
  }

  /** Where writers tell that they have written; it changes whenever {@link #isReady} may. */
  public Board board() {
    return holders().board();
  }

  private boolean hasWriter(long toleranceNanos) throws IOException {
    long ending = holders().lastEnding();
    long now = System.nanoTime();
    if (ending == writerSeenBefore && now - writerSeenAtNanos < toleranceNanos) {
      return true;
    }
    boolean seen = fifo().hasWriter(holders());
    if (seen) {
      writerSeenBefore = ending;
      writerSeenAtNanos = now;
    }
    return seen;
  }

  @Override
  public boolean awaitReady(Deadline deadline) throws IOException, InterruptedException {
    Pauses pauses = new Pauses();
    boolean ready = isReady();
    while (!ready && !deadline.expired()) {
      LockSupport.parkNanos(this, Math.min(pauses.nextNanos(), deadline.remainingNanos()));
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for a message");
      }
      pauses.look();
      ready = isReady(TOLERANCE_NANOS);
    }
    return ready;
  }
}
