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
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.TrackedName;

/** The files that are named shared memory: where shm_open of the C library has them. */
final class SegmentFiles {
  /*
   * A new one is made under a name that nobody looks for, filled with zeros, so that its memory is there, and mapped; only
   * then it gets its own name, by a link, which fails if there is such a name. So whoever finds a name finds all of it, and
   * a full file system shows here and not where somebody writes later.
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
   * Records a new one, which goes with the family from now on.
   *
   * @throws FileAlreadyExistsException if there is one with that name
   * @throws IOException if there is no room even for that
   */
  static TrackedName track(Path path, long size) throws IOException {
    try {
      return Family.current().track(path);
    } catch (FileAlreadyExistsException e) {
      throw exists(path);
    } catch (IOException e) {
      throw noRoom(path, size, e.getMessage(), e);
    }
  }

  /**
   * Makes a new one of zeros.
   *
   * @throws FileAlreadyExistsException if there is one with that name
   * @throws IOException if there is no room for it; nothing is left behind
   */
  static Windows create(Path path, long size, TrackedName name) throws IOException {
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
      Files.createLink(path, made);
      sayMade(name);
      return windows;
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

  /** That takes memory, too. */
  private static void sayMade(TrackedName name) throws IOException {
    try {
      name.made();
    } catch (IOException e) {
      Files.deleteIfExists(name.target());
      throw e;
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
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("not shared memory, but something else: " + path);
    }
    try {
      return Windows.open(path);
    } catch (NoSuchFileException e) {
      throw missing(path);
    }
  }

  /** Removes a name; who has it open keeps the memory. */
  static void remove(Path path) throws IOException {
    if (!Files.deleteIfExists(path)) {
      throw missing(path);
    }
  }

  private static NoSuchFileException missing(Path path) {
    return new NoSuchFileException(
        path.toString(), null, "there is no shared memory named '" + path.getFileName() + "'");
  }
}
