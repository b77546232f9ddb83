package multiprocessing.shared;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import multiprocessing.internal.memory.Room;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.TrackedName;

/** The files that are named shared memory: where shm_open of the C library has them. */
final class SegmentFiles {
  /*
   * A new one is made under a name that nobody looks for, filled with zeros, so that its memory is there, and mapped; only
   * then it gets its own name, by a link, which fails if there is such a name. So whoever finds a name finds all of it, and
   * a full file system shows here and not where somebody writes later. The name is recorded just before the link: of a
   * maker that dies in between, the janitor takes whatever has the name by then for its own.
   */
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int LONGEST_NAME_BYTES = 255;
  private static final int CHUNK = 1 << 20;

  private SegmentFiles() {}

  /** The file of a name. */
  static Path path(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("not a name for shared memory: '" + name + "'");
    }
    if (name.indexOf('/') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a name has no '/' and no control characters: '"
              + name.replaceAll("\\p{Cntrl}", "?")
              + "'");
    }
    Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    int bytes = name.getBytes(charset).length;
    if (bytes > LONGEST_NAME_BYTES) {
      throw new IllegalArgumentException("name is too long: " + bytes + " bytes; at most 255");
    }
    return folder().resolve(name);
  }

  private static Path folder() {
    return Files.isDirectory(SHARED_MEMORY)
        ? SHARED_MEMORY
        : Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
  }

  /**
   * A new one.
   *
   * @param windows its memory
   * @param record what removes its name with the family
   */
  record Made(Windows windows, TrackedName record) {}

  /**
   * Makes a new one of zeros, whose name goes with the family.
   *
   * @throws FileAlreadyExistsException if there is one with that name
   * @throws IOException if there is no room for it; nothing is left behind
   */
  static Made create(Path path, long size) throws IOException {
    return Room.make(() -> tryToCreate(path, size));
  }

  private static Made tryToCreate(Path path, long size) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(path);
    }
    requireRoom(path, size);
    Family family = Family.current();
    Path unnamed = family.newPath("segment");
    TrackedName record = null;
    if (!family.folder().getParent().equals(path.getParent())) {
      unnamed = path.resolveSibling("mp-" + unnamed.getFileName()); // a link stays on its device
      record = family.track(unnamed);
    }
    try {
      Path made =
          Files.createFile(
              unnamed,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      fill(made, size);
      Windows windows = Windows.open(made);
      return new Made(windows, link(path, made));
    } catch (FileAlreadyExistsException e) {
      throw exists(path);
    } catch (IOException e) {
      throw noRoom(path, size, e.getMessage(), e);
    } finally {
      Files.deleteIfExists(unnamed);
      if (record != null) {
        record.forget();
      }
    }
  }

  /** Gives it its name, and records that, which takes memory, too. */
  private static TrackedName link(Path path, Path made) throws IOException {
    TrackedName name = Family.current().track(path);
    boolean linked = false;
    boolean done = false;
    try {
      Files.createLink(path, made);
      linked = true;
      name.made();
      done = true;
      return name;
    } finally {
      if (!done) {
        if (linked) {
          Files.deleteIfExists(path);
        }
        name.forget();
      }
    }
  }

  /** What is there already under this name. */
  private static FileAlreadyExistsException exists(Path path) {
    return new FileAlreadyExistsException(
        path.toString(),
        null,
        "there is shared memory named '" + path.getFileName() + "' already; attach to it");
  }

  private static void requireRoom(Path path, long size) throws IOException {
    File folder = path.getParent().toFile();
    boolean isLimited = folder.getTotalSpace() > 0;
    if (isLimited && folder.getUsableSpace() < size) {
      throw noRoom(path, size, "No space left on device", null);
    }
  }

  private static IOException noRoom(Path path, long size, String why, IOException cause) {
    return new IOException(
        "cannot reserve "
            + size
            + " bytes of shared memory for '"
            + path.getFileName()
            + "': "
            + why
            + "; "
            + path.getParent()
            + " has "
            + path.getParent().toFile().getUsableSpace()
            + " bytes free",
        cause);
  }

  /** Not with a channel, which an interrupt would close. */
  private static void fill(Path file, long size) throws IOException {
    byte[] zeros = new byte[(int) Math.min(size, CHUNK)];
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      for (long written = 0; written < size; written += zeros.length) {
        opened.write(zeros, 0, (int) Math.min(zeros.length, size - written));
      }
    }
  }

  /**
   * Opens one that somebody made.
   *
   * @throws NoSuchFileException if there is none
   */
  static Windows open(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw missing(path);
    }
    requireOurs(path);
    try {
      return Windows.open(path);
    } catch (NoSuchFileException e) {
      throw missing(path);
    }
  }

  /** Removes a name; who has it open keeps the memory. */
  static void remove(Path path) throws IOException {
    requireOurs(path);
    if (!Files.deleteIfExists(path)) {
      throw missing(path);
    }
  }

  private static void requireOurs(Path path) throws IOException {
    boolean ours = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    if (!ours && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) { // else it goes this moment
      throw new IOException("not shared memory, but something else: " + path);
    }
  }

  private static NoSuchFileException missing(Path path) {
    return new NoSuchFileException(
        path.toString(), null, "there is no shared memory named '" + path.getFileName() + "'");
  }
}
