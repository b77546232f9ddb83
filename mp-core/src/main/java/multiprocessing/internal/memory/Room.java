package multiprocessing.internal.memory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes shared memory, also where nothing but forgotten memory is in the way. */
public final class Room {
  /*
   * Shared memory that a program has forgotten, or closed, is given back when it is collected. But the objects that stand
   * for it are small, so nobody collects them for lack of heap. So where there is no room they are collected, as the JDK
   * does where there is no room for direct buffers; then the JVM's own threads take a moment to give it back.
   */
  private static final long[] PAUSES_MILLIS = {10, 50, 200, 500};

  private Room() {}

  /**
   * Tries something that takes shared memory, and tries again when what was forgotten has gone.
   *
   * @throws IOException of the last try
   */
  public static <T> T make(Attempt<T> attempt) throws IOException {
    try {
      return attempt.run();
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      IOException last = e;
      System.gc();
      for (long millis : PAUSES_MILLIS) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        SharedObject.letGoForgotten();
        try {
          return attempt.run();
        } catch (IOException again) {
          last = again;
        }
      }
      throw last;
    }
  }

  /** What takes shared memory. */
  @FunctionalInterface
  public interface Attempt<T> {

    /** Leaves nothing behind if it fails. */
    T run() throws IOException;
  }
}
