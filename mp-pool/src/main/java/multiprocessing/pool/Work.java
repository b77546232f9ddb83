package multiprocessing.pool;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a job does, apart from its elements. */
final class Work {
  private final int number;
  private final Object task;
  private final byte[] packed;
  private final Path file;
  private final Readership readership = new Readership();

  private Work(int number, Object task, byte[] packed, Path file) {
    this.number = number;
    this.task = task;
    this.packed = packed;
    this.file = file;
  }

  /** A function in bytes, and which it is in this pool; 0 for one call with its arguments. */
  static Work packed(int number, byte[] packed) {
    return new Work(number, null, packed, null);
  }

  /** One call whose bytes are in a file, which is removed when nobody needs it any more. */
  static Work stored(Path file) {
    return new Work(0, null, file.toString().getBytes(StandardCharsets.UTF_8), file);
  }

  /** A function, or an array of task and arguments, where nothing travels. */
  static Work asIs(int number, Object task) {
    return new Work(number, task, null, null);
  }

  int number() {
    return number;
  }

  Object task() {
    return task;
  }

  /** The function or call in bytes, or the path of the file that has them. */
  byte[] packed() {
    return packed;
  }

  Readership readership() {
    return readership;
  }

  boolean isStored() {
    return file != null;
  }

  /** Nobody needs it any more. */
  void discard() {
    if (file != null) {
      Cargo.remove(file);
    }
  }
}
