package multiprocessing.internal.resource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import multiprocessing.ProcessException;

/**
 * The processes that started one another, seen from one of them: their private folder, in which all
 * their named resources live, and this process's membership in it.
 */
public final class Family {
  /*
   * The first process that needs a family founds it: it makes a 0700 folder and starts the janitor, which
   * removes the folder when the last member is gone. Every later process joins: it is told the folder by its
   * parent and opens the FIFO "life" in it before it does anything else. The FIFO is opened for reading and
   * writing, because that never blocks, not even when the janitor was killed.
   */
  private static final Object LOCK = new Object();
  private static final AtomicLong NAMES = new AtomicLong();

  // Mutable state, guarded by LOCK
  private static Family current;

  private final Path folder;
  private final RandomAccessFile life;

  // Mutable state, guarded by this
  private Holders holders;
  private Janitor janitor;
  private boolean left;

  private Family(Path folder) throws IOException {
    this.folder = folder;
    this.life = new RandomAccessFile(folder.resolve("life").toFile(), "rw");
  }

  /** In the founder: gives the family into a janitor's care, now and if that one is killed. */
  private synchronized void keepWith(Janitor keeper) throws IOException {
    keeper.familyHasBegun();
    janitor = keeper;
    keeper.whenEnded(this::replaceJanitor);
  }

  private synchronized void replaceJanitor() {
    if (!left) {
      try {
        keepWith(Janitor.start(folder));
      } catch (IOException e) {
        throw new ProcessException("cannot replace the janitor of " + folder + ": " + e, e);
      }
    }
  }

  /** The family of this process; founded now if it has none yet. */
  public static Family current() {
    synchronized (LOCK) {
      if (current == null) {
        current = found();
      }
      return current;
    }
  }

  /** Makes this process a member of its parent's family. */
  public static void join(Path folder) {
    synchronized (LOCK) {
      if (current != null) {
        throw new IllegalStateException("this process is already a member of " + current.folder);
      }
      try {
        current = new Family(folder);
      } catch (IOException e) {
        throw new ProcessException("cannot join the family in " + folder + ": " + e, e);
      }
    }
  }

  /**
   * Ends this process's membership; a new family is founded or none is needed later. If this
   * process founded the family and is its last member, waits until the janitor has removed the
   * folder.
   */
  public static void leave() throws InterruptedException {
    Family left;
    synchronized (LOCK) {
      left = current;
      current = null;
    }
    if (left != null) {
      left.closeAll();
    }
  }

  /** The folder, readable by this user only. */
  public Path folder() {
    return folder;
  }

  /** A path in the folder that no other process of the family uses. */
  public Path newPath(String kind) {
    return folder.resolve(
        kind + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet());
  }

  /** Who holds which end of which pipe. */
  public synchronized Holders holders() throws IOException {
    if (holders == null) {
      holders = new Holders(folder.resolve("holders"));
    }
    return holders;
  }

  private void closeAll() throws InterruptedException {
    Janitor keeper;
    synchronized (this) {
      left = true;
      keeper = janitor;
      if (holders != null) {
        holders.close();
      }
    }
    try {
      life.close();
    } catch (IOException e) {
      throw new ProcessException("cannot leave the family in " + folder + ": " + e, e);
    }
    if (keeper != null) {
      keeper.awaitEnd(5_000);
    }
  }

  private static Family found() {
    Path parent = base();
    try {
      Path folder =
          Files.createTempDirectory(
              parent,
              "mp-" + ProcessHandle.current().pid() + "-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        Janitor keeper = Janitor.start(folder);
        Family family = new Family(folder);
        family.keepWith(keeper);
        return family;
      } catch (IOException | RuntimeException e) {
        removeQuietly(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new ProcessException("cannot make a private folder in " + parent + ": " + e, e);
    } catch (UnsupportedOperationException e) {
      throw new UnsupportedOperationException(
          "processes need a POSIX file system and named pipes; this platform is "
              + System.getProperty("os.name"),
          e);
    }
  }

  /** Memory-backed where the system has such a place: nothing in the folder outlives the family. */
  private static Path base() {
    Path memory = Path.of("/dev/shm");
    return Files.isDirectory(memory) && Files.isWritable(memory)
        ? memory
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static void removeQuietly(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve("holders"));
      Files.deleteIfExists(folder.resolve("life"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // the failure that led here is the one to report
    }
  }
}
