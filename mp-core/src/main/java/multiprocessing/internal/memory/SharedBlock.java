package multiprocessing.internal.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A block of memory that several processes see: a file in the family's folder, mapped. The mapping
 * ends when the object is collected, so no thread can meet an unmapped buffer.
 */
public final class SharedBlock {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int CHUNK = 64 * 1024;

  private final MappedByteBuffer memory;

  private SharedBlock(MappedByteBuffer memory) {
    this.memory = memory;
  }

  /**
   * Makes a new block of zeros. The memory is really there afterwards: a later access cannot fail
   * for lack of it.
   *
   * @throws IOException if the file exists or the file system is full; nothing is left behind
   */
  public static SharedBlock create(Path file, int size) throws IOException {
    Files.createFile(file);
    return reserve(file, size);
  }

  /**
   * Makes an empty file that this process has made the memory of a block of zeros.
   *
   * @throws IOException if the file system is full; the file is then removed
   */
  public static SharedBlock reserve(Path file, int size) throws IOException {
    byte[] zeros = new byte[Math.min(size, CHUNK)];
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      for (int left = size; left > 0; left -= CHUNK) {
        opened.write(zeros, 0, Math.min(CHUNK, left));
      }
    } catch (IOException e) {
      boolean ignored = file.toFile().delete();
      throw new IOException(
          "cannot reserve " + size + " bytes of shared memory in " + file + ": " + e.getMessage(),
          e);
    }
    try {
      return open(file);
    } catch (IOException | Error e) {
      boolean ignored = file.toFile().delete();
      throw e;
    }
  }

  /**
   * Opens a block that another process made.
   *
   * @throws NoSuchFileException if there is none
   */
  public static SharedBlock open(Path file) throws IOException {
    Mappings.requireRoom();
    SharedBlock block = new SharedBlock(map(file));
    Mappings.add(block);
    return block;
  }

  /** An interrupted thread may not use a channel; but this does not wait for anybody. */
  private static MappedByteBuffer map(Path file) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try (FileChannel opened =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          return opened.map(MapMode.READ_WRITE, 0, opened.size());
        } catch (ClosedByInterruptException e) {
          interrupted = true; // it came in between: once more
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The size in bytes. */
  public int size() {
    return memory.capacity();
  }

  /** The bytes, in the order of this machine; they stay mapped as long as anybody has them. */
  public ByteBuffer bytes() {
    return memory.duplicate().order(ByteOrder.nativeOrder());
  }

  /** Reads the word at a multiple of 8; what was written before its release is seen after this. */
  public long getAcquire(int offset) {
    return (long) LONG.getAcquire((ByteBuffer) memory, offset);
  }

  /** Writes the word at a multiple of 8, after all that this thread has written before. */
  public void setRelease(int offset, long value) {
    LONG.setRelease((ByteBuffer) memory, offset, value);
  }

  /** Replaces the word at a multiple of 8 if it is the expected one. */
  public boolean compareAndSet(int offset, long expected, long value) {
    return LONG.compareAndSet((ByteBuffer) memory, offset, expected, value);
  }

  /** Reads the word at a multiple of 8, in one order with all volatile accesses. */
  public long getVolatile(int offset) {
    return (long) LONG.getVolatile((ByteBuffer) memory, offset);
  }

  /** Writes the word at a multiple of 8, in one order with all volatile accesses. */
  public void setVolatile(int offset, long value) {
    LONG.setVolatile((ByteBuffer) memory, offset, value);
  }

  /** Adds to the word at a multiple of 8; returns what it was. */
  public long getAndAdd(int offset, long delta) {
    return (long) LONG.getAndAdd((ByteBuffer) memory, offset, delta);
  }

  /** Replaces the word at a multiple of 8; returns what it was. */
  public long getAndSet(int offset, long value) {
    return (long) LONG.getAndSet((ByteBuffer) memory, offset, value);
  }

  /** Copies bytes in; made visible by a later {@link #setRelease}. */
  public void put(int offset, byte[] from, int length) {
    memory.put(offset, from, 0, length);
  }

  /** Copies a part of an array in; made visible by a later {@link #setRelease}. */
  public void put(int offset, byte[] from, int start, int length) {
    memory.put(offset, from, start, length);
  }

  /**
   * Copies the first 8 bytes in, to any offset; made visible by a later {@link #setRelease}. Where
   * there are few bytes this is faster than to copy so many.
   */
  public void setWord(int offset, byte[] from) {
    LONG.set((ByteBuffer) memory, offset, (long) WORD.get(from, 0));
  }

  /** Copies bytes out into a part of an array. */
  public void get(int offset, byte[] to, int start, int length) {
    memory.get(offset, to, start, length);
  }

  /** Copies bytes out. */
  public void get(int offset, byte[] to, int length) {
    memory.get(offset, to, 0, length);
  }
}
