package multiprocessing.shared;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import multiprocessing.internal.resource.TrackedName;

/**
 * Memory with a name, by which any process of this user attaches it (Python's {@code
 * multiprocessing.shared_memory.SharedMemory}): a CPython process too, under the same name, because
 * both have it in {@code /dev/shm}. Where a system has no such folder, it is in {@code
 * java.io.tmpdir}, for JVMs only. Sent to another process, it is attached there.
 *
 * <p>The memory is there as long as it has its name or any process has it open. The name goes with
 * {@link #unlink}, by whichever process, and at the latest when the family ends whose process made
 * it, however that ends; <b>if a process dies</b>, even the one that made it, the others keep it.
 * Whoever only attaches it never removes it.
 *
 * <p>Nothing here waits. Any thread may use it; what one writes, others see in no certain order
 * unless they agree on it, by a lock for instance.
 */
public final class SharedMemory implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1;

  private final transient String name;
  private final transient Path path;
  private final transient long size;
  private final transient TrackedName record; // null if somebody else made it

  // Mutable state
  private transient volatile Windows windows; // null when closed

  private SharedMemory(Path path, Windows windows, TrackedName record) {
    this.name = path.getFileName().toString();
    this.path = path;
    this.size = windows.size();
    this.record = record;
    this.windows = windows;
  }

  /**
   * Makes new memory of zeros, with a name that nobody has, such as {@code psm_2d1f9c04}. Python's
   * {@code SharedMemory(create=True, size=n)}.
   *
   * @param size in bytes, more than 0
   * @return the memory, open
   * @throws IOException if there is no room for all of it; nothing is left behind
   * @throws IllegalArgumentException if the size is 0 or negative
   */
  public static SharedMemory create(long size) throws IOException {
    while (true) {
      int random = ThreadLocalRandom.current().nextInt();
      try {
        return create(String.format("psm_%08x", random), size);
      } catch (FileAlreadyExistsException e) {
        // somebody has that name: try another
      }
    }
  }

  /**
   * Makes new memory of zeros. All of it is really there afterwards: no access fails later because
   * there is too little. Python's {@code SharedMemory(name, create=True, size=n)}.
   *
   * @param name 1 to 255 bytes, without {@code /} and control characters
   * @param size in bytes, more than 0
   * @return the memory, open
   * @throws FileAlreadyExistsException if there is memory of that name
   * @throws IOException if there is no room for all of it; nothing is left behind
   * @throws IllegalArgumentException if that is no name, or the size is 0 or negative
   */
  public static SharedMemory create(String name, long size) throws IOException {
    Path path = SegmentFiles.path(name);
    if (size <= 0) {
      throw new IllegalArgumentException("size must be more than 0: " + size);
    }
    SegmentFiles.Made made = SegmentFiles.create(path, size);
    return new SharedMemory(path, made.windows(), made.record());
  }

  /**
   * Attaches memory that somebody made, in this process or another. Python's {@code
   * SharedMemory(name)}. It does not belong to this process: its name stays when this process ends.
   * Of memory that CPython made it is not sure that there is room for all of it: where there is
   * none, an access ends with an {@link InternalError}; by an intrinsic of the JVM, such as a
   * checksum of a buffer, it may end the JVM.
   *
   * @param name its name
   * @return the memory, open
   * @throws NoSuchFileException if there is no memory of that name
   * @throws IOException if it is not this user's to read and write, or has no size yet
   * @throws IllegalArgumentException if that is no name
   */
  public static SharedMemory attach(String name) throws IOException {
    Path path = SegmentFiles.path(name);
    return new SharedMemory(path, SegmentFiles.open(path), null);
  }

  /**
   * All of the memory. The buffer has a position of its own and the byte order of this machine, as
   * CPython's {@code struct} and arrays; it stays valid after {@link #close}, until it is garbage.
   *
   * @return a new buffer on the same memory each time
   * @throws IllegalStateException if this is closed, or has more than 2^31-1 bytes; see {@link
   *     #slice}
   */
  public ByteBuffer buf() {
    Windows open = open();
    if (size > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "one buffer cannot have " + size + " bytes; use slice(offset, length): " + this);
    }
    return open.slice(0, (int) size);
  }

  /**
   * A part of the memory; else as {@link #buf}. In memory of more than 2^31-1 bytes a slice has at
   * most 2^30 bytes, or 2^31-1 if it begins at a multiple of 2^30.
   *
   * @param offset where it begins, in bytes
   * @param length how many bytes it has
   * @return a new buffer on the same memory each time
   * @throws IndexOutOfBoundsException if that is no part of the memory
   * @throws IllegalArgumentException if it is too long for a slice that begins there
   * @throws IllegalStateException if this is closed
   */
  public ByteBuffer slice(long offset, int length) {
    return open().slice(offset, length);
  }

  private Windows open() {
    Windows open = windows;
    if (open == null) {
      throw new IllegalStateException("is closed: " + this);
    }
    return open;
  }

  /**
   * The name, to attach it elsewhere; also after {@link #close}.
   *
   * @return without a folder
   */
  public String name() {
    return name;
  }

  /**
   * The size; also after {@link #close}.
   *
   * @return in bytes
   */
  public long size() {
    return size;
  }

  /**
   * Ends the use by this object; the memory keeps its name, and the buffers handed out stay valid.
   * Does nothing the second time.
   */
  @Override
  public void close() {
    windows = null; // and is unmapped when no buffer is left
  }

  /**
   * Removes the name, so that nobody attaches it any more and another may have it; who has it open
   * keeps the memory. Any process may, also after {@link #close}, but only one.
   *
   * @throws NoSuchFileException if the name has gone already
   * @throws IOException if this user may not
   */
  public void unlink() throws IOException {
    try {
      SegmentFiles.remove(path);
    } finally {
      if (record != null) {
        record.forget();
      }
    }
  }

  /** Travels as its name, by which it is attached where it arrives. */
  private Object writeReplace() {
    return new Ticket(name);
  }

  /** As in CPython: {@code SharedMemory('psm_2d1f9c04', size=4096)}. */
  @Override
  public String toString() {
    return "SharedMemory('" + name + "', size=" + size + ")";
  }

  private record Ticket(String name) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      try {
        return attach(name);
      } catch (IOException e) {
        InvalidObjectException gone =
            new InvalidObjectException(
                "shared memory cannot be attached where it arrived: " + e.getMessage());
        gone.initCause(e);
        throw gone;
      }
    }
  }
}
