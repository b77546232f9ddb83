package multiprocessing.internal.fifo;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.Holders;

/**
 * The name of one one-way byte stream between processes: a FIFO in the family's folder.
 *
 * @param path where it is
 * @param number its number in the family; see {@link Holders}
 */
public record Fifo(String path, long number) {
  /*
   * Opening: the open of one end of a FIFO waits for the other end, unless somebody has it open. So each open
   * first opens it for reading and writing, which never waits, opens the wanted end, and closes the first again.
   *
   * Counting: who holds the reading end is recorded at byte 2n of the holders file, the writing end at 2n+1. The
   * kernel's own count decides what a blocking read or write sees; the record answers the question that the kernel
   * does not answer without blocking ("is this the end of the stream?"), and tells the last holder to remove the
   * name. A last holder that dies cannot: so whoever closed before it looks again when a child has ended.
   */
  private static final Map<Fifo, Holders> RETIRED = new ConcurrentHashMap<>();

  /** Opens the reading end. */
  public FifoReader openReader() throws IOException {
    return new FifoReader(this, inputStream());
  }

  /** Opens the writing end. */
  public FifoWriter openWriter() throws IOException {
    return new FifoWriter(this, writeChannel());
  }

  private FileInputStream inputStream() throws IOException {
    try (FileChannel opener = open(READ, WRITE)) {
      return new FileInputStream(path);
    } catch (IOException e) {
      throw FifoFailure.explained(e);
    }
  }

  FileChannel readChannel() throws IOException {
    try (FileChannel opener = open(READ, WRITE)) {
      return open(READ);
    } catch (IOException e) {
      throw FifoFailure.explained(e);
    }
  }

  FileChannel writeChannel() throws IOException {
    try (FileChannel opener = open(READ, WRITE)) {
      return open(WRITE);
    } catch (IOException e) {
      throw FifoFailure.explained(e);
    }
  }

  /** A name that its last holder has removed is not made again, as a stream would do. */
  private FileChannel open(OpenOption... options) throws IOException {
    return FileChannel.open(Path.of(path), options);
  }

  /** Records that this process reads; the record is asked and released where it was made. */
  Holders heldForReading() throws IOException {
    Holders holders = Family.current().holders();
    holders.add(2 * number);
    return holders;
  }

  /** Records that this process writes. */
  Holders heldForWriting() throws IOException {
    Holders holders = Family.current().holders();
    holders.add(2 * number + 1);
    return holders;
  }

  boolean hasReader(Holders holders) throws IOException {
    return holders.anyone(2 * number);
  }

  boolean hasWriter(Holders holders) throws IOException {
    return holders.anyone(2 * number + 1);
  }

  void releasedFromReading(Holders holders) throws IOException {
    holders.remove(2 * number);
    removeIfLast(holders);
  }

  void releasedFromWriting(Holders holders) throws IOException {
    holders.remove(2 * number + 1);
    removeIfLast(holders);
  }

  private void removeIfLast(Holders holders) throws IOException {
    if (isUnheld(holders)) {
      Files.deleteIfExists(Path.of(path));
    } else {
      RETIRED.put(this, holders);
    }
  }

  private boolean isUnheld(Holders holders) throws IOException {
    return !holders.anyone(2 * number) && !holders.anyone(2 * number + 1);
  }

  /** Makes the ends that are open here usable without their names, which go with the family. */
  public static void detachAll() throws IOException {
    FifoEnd.openAll();
  }

  /** Removes the name of a stream that nobody has opened. */
  public void discard() {
    try {
      Files.deleteIfExists(Path.of(path));
    } catch (IOException e) {
      // it goes with the family
    }
  }

  /**
   * Does what there is to do when a process has died: lets waiting readers ask who is left, and
   * removes the names that this process had given up and that nobody holds any more.
   */
  public static void sweep() {
    try {
      Family.announceEnding();
    } catch (IOException e) {
      // readers ask by themselves, only later
    }
    RETIRED.entrySet().removeIf(retired -> retired.getKey().removeIfUnheld(retired.getValue()));
  }

  private boolean removeIfUnheld(Holders holders) {
    try {
      if (!isUnheld(holders)) {
        return false;
      }
      Files.deleteIfExists(Path.of(path));
    } catch (IOException e) {
      // its family was left; its folder goes with the family
    }
    return true;
  }
}
