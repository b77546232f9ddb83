package multiprocessing.internal.resource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A named thing outside the family's folder, a semaphore, a segment or a socket, that is removed
 * when the family ends, however it ends: the entry in the file system goes if it is still the one
 * that was made.
 *
 * <pre>{@code
 * TrackedName name = Family.current().track(Path.of("/dev/shm/sem.mp-4711-1"));
 * // make it, exclusively; if that fails: name.forget()
 * name.made();
 * // use it, unlink it
 * name.forget();
 * }</pre>
 *
 * <p>Only who makes a thing tracks it; who only opens it does not. If the maker dies, the name
 * stays, for the others, until the family's end. Any thread may call any method; nothing blocks.
 */
public final class TrackedName {
  /*
   * States, each of them a whole file "names/UNIQUE" of two lines, put in its place by a rename:
   *
   *   track()  ->  -UNIQUE, PATH        nothing was there, and the thing may be made from now on
   *   made()   ->  INODE, PATH          the thing is there
   *   forget() ->  no file
   *
   * So at each instant at which the thing exists there is a record of it, and no message that a dead janitor could
   * have missed. At the end a thing with that inode is removed; of one that was perhaps made, whatever is there and
   * is not older than the record: its maker died between making it and saying so. A file that somebody else puts
   * there in just these microseconds is taken for it. Removed are only plain files, sockets and FIFOs of this user.
   */
  private static final int LONGEST_NAME_BYTES = 255;
  private static final int LONGEST_PATH_BYTES = 4095;
  private static final String NOT_MADE_YET = "-"; // before the record's name

  private final Path target;
  private final Path record;

  private TrackedName(Path target, Path record) {
    this.target = target;
    this.record = record;
  }

  static TrackedName record(Path names, Path wanted) throws IOException {
    Path target = resolve(wanted);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    String unique = Unique.name();
    TrackedName name = new TrackedName(target, names.resolve(unique));
    name.write(NOT_MADE_YET + unique);
    return name;
  }

  private static Path resolve(Path wanted) throws IOException {
    Path absolute = wanted.toAbsolutePath();
    if (absolute.getFileName() == null || absolute.getParent() == null) {
      throw new IllegalArgumentException("not the name of a file: '" + wanted + "'");
    }
    String text = absolute.toString();
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("name has a control character: '" + wanted + "'");
    }
    int nameBytes = encode(absolute.getFileName().toString()).length;
    if (nameBytes > LONGEST_NAME_BYTES || encode(text).length > LONGEST_PATH_BYTES) {
      throw new IllegalArgumentException(
          "name is too long: " + nameBytes + " bytes; at most 255, and the path at most 4095");
    }
    return absolute.getParent().toRealPath().resolve(absolute.getFileName());
  }

  /** The thing's place in the file system. */
  public Path target() {
    return target;
  }

  /** The record, for who removes the thing in its maker's place: then this file goes, too. */
  public Path record() {
    return record;
  }

  /**
   * The thing is there now: from here on it is removed only if it is still the same one. If it is
   * gone already, there is nothing to track any more.
   *
   * @throws IOException if the record cannot be written; the thing is tracked as before
   */
  public void made() throws IOException {
    try {
      long inode = (Long) Files.getAttribute(target, "unix:ino", LinkOption.NOFOLLOW_LINKS);
      write(Long.toUnsignedString(inode));
    } catch (NoSuchFileException e) {
      forget();
    }
  }

  /**
   * The thing is gone, or was not made: nobody removes it any more. Does nothing if it was
   * forgotten before, or the family has ended.
   *
   * @throws IOException if the record cannot be removed
   */
  public void forget() throws IOException {
    Files.deleteIfExists(record);
  }

  private void write(String identity) throws IOException {
    Path whole = record.resolveSibling("." + record.getFileName());
    Files.write(whole, encode(identity + "\n" + target + "\n"));
    Files.move(whole, record, StandardCopyOption.ATOMIC_MOVE);
  }

  /** In the bytes that the system has for a name, as a shell reads them. */
  private static byte[] encode(String text) {
    return text.getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }

  @Override
  public String toString() {
    return "TrackedName[" + target + "]";
  }
}
