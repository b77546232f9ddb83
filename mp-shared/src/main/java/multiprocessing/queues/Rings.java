package multiprocessing.queues;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import multiprocessing.ProcessException;
import multiprocessing.internal.memory.KillPoint;
import multiprocessing.internal.memory.SharedBlock;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.TrackedName;

/** The rings of a queue, one after the other: a full one is followed by a larger one. */
final class Rings {
  /*
   * Ring n is the file "CONTROL-n" beside the queue's control block, or a link of that name to a file in the temporary
   * folder where there is not that much shared memory; then a link "CONTROL-n-record" leads to its record, so that whoever
   * removes the ring, which may be another process than its maker, finds all of it. The control block has the numbers of the ring that is read, "first", and of the one that is
   * written, "last". To go on to another ring:
   *
   *   writer:  make ring n+1, with the message that did not fit -> seal ring n -> last = n+1
   *   reader:  ring n is sealed and empty -> last is more than n -> first = n+1 -> remove ring n
   *
   * The message is put by the seal. A writer that dies before it leaves a file that the next one makes again; one that
   * dies after it, a number that the next one finds too small, and that a reader corrects before it removes the ring, which
   * the next writer might know by that number only. What was drained is used again and again. A ring that is removed is cut
   * after its header: the circle is used under the locks only, by those who know the ring by "first" or "last", but the counts
   * in the header may be read by anybody who looked at those words a moment ago.
   */
  private static final int FIRST_SIZE = 256 * 1024;

  private static final int USUAL_LARGEST = 16 << 20;

  /** So much of the shared memory is left to others. */
  private static final int LEAVE = 2;

  private final SharedObject control;
  private final int firstWord;
  private final int lastWord;

  // Mutable state of this process: the rings that it has open
  private volatile Opened reading;
  private volatile Opened writing;

  Rings(SharedObject control, int firstWord, int lastWord) {
    this.control = control;
    this.firstWord = firstWord;
    this.lastWord = lastWord;
  }

  /** For a new queue. */
  void begin() {
    writing = new Opened(0, make(0, FIRST_SIZE, FIRST_SIZE));
    reading = writing;
  }

  /** Puts a message; the caller is the only writer. */
  void put(byte[] message) {
    Opened last = last();
    Ring ring = last.ring;
    if (ring.hasRoom(message.length)) {
      ring.put(message);
      return;
    }
    long next = last.number + 1;
    Ring larger = make(next, sizeAfter(ring, message.length), leastSize(message.length));
    larger.begin(ring.putCount());
    larger.put(message);
    ring.seal();
    KillPoint.at("queue.sealed");
    control.block().setVolatile(lastWord, next);
    writing = new Opened(next, larger);
  }

  /** The smallest ring that has room for a message. */
  private static int leastSize(int length) {
    long needed = Ring.room(length);
    if (needed > Ring.LARGEST) {
      throw new IllegalArgumentException(
          "an object of " + length + " bytes is too large for a queue: at most 1 GiB");
    }
    int size = Ring.HEADER;
    while (size < needed) {
      size *= 2;
    }
    return size;
  }

  private static int sizeAfter(Ring ring, int length) {
    long needed = Ring.room(length);
    long size = Math.min(2L * ring.size(), Math.max(USUAL_LARGEST, ring.size()));
    while (size < 2 * needed && size < Ring.LARGEST) {
      size *= 2;
    }
    return (int) size;
  }

  /** Takes the next message, or returns null; the caller is the only reader. */
  byte[] take() {
    Opened first = first();
    byte[] message = first.ring.take();
    while (message == null && first.ring.isSealed() && first.ring.isEmpty()) {
      long drained = first.number;
      boolean ignored = control.block().compareAndSet(lastWord, drained, drained + 1);
      control.block().setVolatile(firstWord, drained + 1);
      KillPoint.at("queue.drained");
      remove(drained - 1); // of one who died here
      remove(drained);
      first = first();
      message = first.ring.take();
    }
    return message;
  }

  /** How many messages are there; any thread may ask. */
  int count() {
    while (true) {
      long first = control.block().getVolatile(firstWord);
      try {
        Opened opened = opened(reading, first);
        reading = opened;
        long taken = opened.ring.takenCount(); // before what was put, which is never less
        return Ring.difference(putCount(), taken);
      } catch (ProcessException e) {
        if (control.block().getVolatile(firstWord) == first) {
          throw e;
        }
        // it was drained and removed meanwhile: look at the next
      }
    }
  }

  /** How many messages were ever put, modulo 2^30; any thread may ask. */
  long putCount() {
    while (true) {
      long last = control.block().getVolatile(lastWord);
      try {
        Opened opened = opened(writing, last);
        if (opened.ring.isSealed()) { // its writer is about to say so, or died before it did
          opened = opened(null, last + 1);
        }
        writing = opened;
        return opened.ring.putCount();
      } catch (ProcessException e) {
        if (control.block().getVolatile(lastWord) == last) {
          throw e;
        }
      }
    }
  }

  private Opened first() {
    Opened first = opened(reading, control.block().getVolatile(firstWord));
    reading = first;
    return first;
  }

  private Opened last() {
    Opened last = opened(writing, control.block().getVolatile(lastWord));
    if (last.ring.isSealed()) { // its writer died before it said so
      control.block().setVolatile(lastWord, last.number + 1);
      last = opened(writing, last.number + 1);
    }
    writing = last;
    return last;
  }

  private Opened opened(Opened known, long number) {
    return known != null && known.number == number ? known : new Opened(number, open(number));
  }

  /**
   * Makes a ring.
   *
   * @param size in bytes
   * @param least how small it may be where there is little room
   */
  private Ring make(long number, int size, int least) {
    Path near = near(number);
    try {
      boolean roomy = Files.getFileStore(near.getParent()).getUsableSpace() / LEAVE >= size;
      remove(number);
      if (roomy) {
        return new Ring(SharedBlock.create(near, Ring.HEADER + size));
      }
      return makeFar(number, size, least);
    } catch (IOException e) {
      remove(number);
      throw new ProcessException(
          "cannot put: no room for a queue's next " + least + " bytes: " + e.getMessage(), e);
    }
  }

  /** Makes one of that size, or of what there is room for. */
  private Ring makeFar(long number, int size, int least) throws IOException {
    int tried = size;
    while (true) {
      try {
        return makeFar(number, tried);
      } catch (IOException e) {
        remove(number);
        tried /= 2;
        if (tried < least) {
          throw e;
        }
      }
    }
  }

  private Ring makeFar(long number, int size) throws IOException {
    Path near = near(number);
    Path far = far(near);
    TrackedName name = Family.current().track(far);
    Files.createSymbolicLink(record(near), name.record());
    Files.createSymbolicLink(near, far);
    // what is queued is nobody else's to read
    Files.createFile(
        far, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    name.made();
    return new Ring(SharedBlock.reserve(far, Ring.HEADER + size));
  }

  private Ring open(long number) {
    try {
      return new Ring(SharedBlock.open(near(number)));
    } catch (IOException e) {
      throw new ProcessException(
          "a part of the queue cannot be opened: " + e.getMessage() + "; has the family ended?", e);
    }
  }

  private void remove(long number) {
    Path near = near(number);
    try {
      empty(near);
      if (Files.isSymbolicLink(near)) {
        Files.deleteIfExists(Files.readSymbolicLink(near));
      }
      Files.deleteIfExists(near);
      Path record = record(near);
      if (Files.isSymbolicLink(record)) { // after what it is the record of
        Files.deleteIfExists(Files.readSymbolicLink(record));
        Files.deleteIfExists(record);
      }
    } catch (IOException e) {
      // it goes with the family
    }
  }

  /**
   * Gives its memory back now: a process that has it mapped does so only when it collects it, which
   * may be never. Whoever still looks at it looks at the header.
   */
  private static void empty(Path ring) throws IOException {
    if (Files.exists(ring)) {
      try (RandomAccessFile file = new RandomAccessFile(ring.toFile(), "rw")) {
        file.setLength(Math.min(file.length(), Ring.HEADER));
      }
    }
  }

  private Path near(long number) {
    return Path.of(control.file() + "-" + number);
  }

  private static Path record(Path near) {
    return Path.of(near + "-record");
  }

  private static Path far(Path near) {
    return Path.of(
            System.getProperty("java.io.tmpdir"),
            near.getParent().getFileName() + "-" + near.getFileName())
        .toAbsolutePath();
  }

  private record Opened(long number, Ring ring) {}
}
