package multiprocessing.pool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import multiprocessing.internal.launch.Offspring;
import multiprocessing.internal.resource.Family;

/** The names of the files of a pool, which may be a pool within a worker of another. */
final class Nest {
  /*
   * A worker that is killed cannot remove the files of its own pools. So their names begin with that of the worker's
   * own slate, at any depth, and whoever sees the worker's end removes them all. Their workers end with it by
   * themselves: the kernel closes their control channels. A slate that is removed while one still uses it stays mapped.
   */
  private static final String SLATE = "slate";
  private static final String CARGO = "freight";
  private static final String INSIDE = "-in";

  // Set once in a worker, before its first task
  private static volatile String ownSlate;

  private Nest() {}

  /** In a worker: it may have children and pools of its own. */
  static void become(String slateFile) {
    ownSlate = slateFile;
    Offspring.allow();
  }

  /** A name for a slate of a pool of this process. */
  static Path newSlate() {
    return newPath(SLATE);
  }

  /** A name for the file of a large call to a pool of this process. */
  static Path newCargo() {
    return newPath(CARGO);
  }

  private static Path newPath(String kind) {
    String own = ownSlate;
    return Family.current()
        .newPath(own == null ? kind : Path.of(own).getFileName() + INSIDE + "-" + kind);
  }

  /** Removes what a worker that has ended left of its own pools. */
  static void removeAll(Path slateFile) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(slateFile.getParent(), slateFile.getFileName() + INSIDE + "-*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
