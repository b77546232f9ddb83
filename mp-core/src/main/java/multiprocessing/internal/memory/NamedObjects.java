package multiprocessing.internal.memory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import multiprocessing.ProcessException;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.TrackedName;

/** Blocks of shared memory that processes of any family of this user find by a name. */
public final class NamedObjects {
  /*
   * A file "mp.KIND.NAME" in /dev/shm, or in the temporary folder where there is none. Who finds none prepares one under
   * another name and links it, so that nobody sees half of it, and one wins. The winner's family owns it: it is removed with
   * the family at the latest.
   */
  private static final int LONGEST = 200;

  private static final AtomicLong NUMBERS = new AtomicLong();

  private NamedObjects() {}

  /**
   * Opens one, or makes it.
   *
   * @param kind what it is
   * @param name letters, digits, dots, hyphens and underscores
   * @param size in bytes
   * @param prepare what is done to a new one
   * @throws ProcessException if something else has that name, or there is no room
   */
  public static SharedObject open(
      String kind, String name, int size, Consumer<SharedBlock> prepare) {
    if (!name.matches("[A-Za-z0-9._-]{1," + LONGEST + "}")) {
      throw new IllegalArgumentException(
          "a name has 1 to 200 letters, digits, dots, hyphens or underscores: '" + name + "'");
    }
    Path file = folder().resolve("mp." + kind + "." + name);
    try {
      while (true) {
        try {
          return existing(file, size);
        } catch (NoSuchFileException | java.io.FileNotFoundException e) {
          SharedObject made = make(file, size, prepare);
          if (made != null) {
            return made;
          }
        }
      }
    } catch (IOException e) {
      throw new ProcessException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  private static Path folder() {
    Path shared = Path.of("/dev/shm");
    return Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static SharedObject existing(Path file, int size) throws IOException {
    if (Files.size(file) != size) {
      throw new IOException("it is something else, of " + Files.size(file) + " bytes");
    }
    return reopen(file, inode(file));
  }

  /**
   * Opens the one with that inode.
   *
   * @throws NoSuchFileException if the name is gone, or another's now
   */
  static SharedObject reopen(Path file, long inode) throws IOException {
    SharedBlock block = SharedBlock.open(file);
    if (inode(file) != inode) {
      throw new NoSuchFileException(file.toString(), null, "its name was removed");
    }
    return SharedObject.named(block, file, inode, null);
  }

  private static long inode(Path file) throws IOException {
    return (Long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns null if somebody else was quicker. */
  private static SharedObject make(Path file, int size, Consumer<SharedBlock> prepare)
      throws IOException {
    String own = "." + ProcessHandle.current().pid() + "." + NUMBERS.incrementAndGet();
    Path draft = Family.current().newPath("named");
    if (!draft.getFileSystem().equals(file.getFileSystem())
        || !Files.getFileStore(draft.getParent()).equals(Files.getFileStore(file.getParent()))) {
      draft = file.resolveSibling(file.getFileName() + own);
    }
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      SharedBlock block = SharedBlock.reserve(draft, size);
      prepare.accept(block);
      TrackedName tracked = Family.current().track(file);
      try {
        Files.createLink(file, draft);
      } catch (IOException e) {
        tracked.forget();
        throw e;
      }
      tracked.made();
      return SharedObject.named(block, file, inode(draft), tracked);
    } catch (FileAlreadyExistsException e) {
      return null;
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
