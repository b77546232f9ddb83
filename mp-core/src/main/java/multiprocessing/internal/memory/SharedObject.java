package multiprocessing.internal.memory;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import multiprocessing.ProcessException;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.Holders;
import multiprocessing.internal.resource.InFlight;
import multiprocessing.internal.resource.TrackedName;
import multiprocessing.internal.resource.Unique;

/** A block of shared memory behind an object that processes of a family give one another. */
public final class SharedObject {
  /*
   * A file in the family's folder. Its name lives as long as any process has an object with it, or it is in flight: the
   * last one that lets it go removes it. One that is forgotten is let go when it was collected and the next one is made or
   * opened; the last process that dies leaves the file to the janitor.
   *
   * What is in flight has a ticket that is a second link to the file: a file with two links is on its way to somebody,
   * whether or not its sender lives. Whoever receives it first holds it and then removes the ticket; whoever lets it go looks
   * at the links while nobody can begin to hold it.
   */
  /** Numbers of holders beyond those of all pipes. */
  private static final long FIRST_NUMBER = 1L << 60;

  private static final int NUMBER_BITS = 60;
  private static final long NAMED = -1;

  private static final ReferenceQueue<SharedObject> QUEUE = new ReferenceQueue<>();
  private static final Set<Held> HELD = ConcurrentHashMap.newKeySet();

  private final SharedBlock block;
  private final Path file;
  private final long number;
  private final boolean parts;
  private final long inode; // of one with a name of its own
  private final TrackedName tracked;

  private SharedObject(
      SharedBlock block, Path file, long number, boolean parts, long inode, TrackedName tracked) {
    this.block = block;
    this.file = file;
    this.number = number;
    this.parts = parts;
    this.inode = inode;
    this.tracked = tracked;
  }

  private SharedObject(SharedBlock block, Path file, long number, boolean parts, Holders holders)
      throws IOException {
    this(block, file, number, parts, 0, null);
    holders.add(number);
    HELD.add(new Held(this, holders));
  }

  /** One with a name of its own, which nobody counts the holders of. */
  static SharedObject named(SharedBlock block, Path file, long inode, TrackedName tracked) {
    return new SharedObject(block, file, NAMED, false, inode, tracked);
  }

  /**
   * Makes a new one of zeros.
   *
   * @param kind the beginning of its file's name
   * @param size in bytes
   * @throws ProcessException if there is no room for it
   */
  public static SharedObject create(String kind, int size) {
    return create(kind, size, false);
  }

  /**
   * The same for one with which files go whose names begin with its own and a hyphen, and what such
   * files are symbolic links to.
   */
  public static SharedObject createWithParts(String kind, int size) {
    return create(kind, size, true);
  }

  private static SharedObject create(String kind, int size, boolean parts) {
    letGoForgotten();
    Family family = Family.current();
    Path file = family.newPath(kind);
    long number = FIRST_NUMBER + Unique.number(NUMBER_BITS);
    try {
      SharedBlock block = Room.make(() -> SharedBlock.create(file, size));
      return new SharedObject(block, file, number, parts, family.holders());
    } catch (IOException e) {
      throw new ProcessException("cannot make a " + kind + ": " + e.getMessage(), e);
    }
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /** Whether processes of other families may have it. */
  public boolean isNamed() {
    return number == NAMED;
  }

  /** Removes its name; who has it keeps it. */
  public void unlink() throws IOException {
    Files.deleteIfExists(file);
    if (tracked != null) {
      tracked.forget();
    }
  }

  /** The memory. */
  public SharedBlock block() {
    return block;
  }

  /** Something to send that opens the same where it arrives, and is held until then. */
  public Ticket ticket() {
    try {
      Holding holding = new Holding(this);
      Path ticket = isNamed() ? InFlight.hold(holding) : InFlight.holdByLink(holding, file);
      return new Ticket(file.toString(), number, parts, inode, ticket.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void letGoForgotten() {
    for (Object one = QUEUE.poll(); one != null; one = QUEUE.poll()) {
      ((Held) one).letGo();
    }
  }

  private static final class Held extends PhantomReference<SharedObject> {
    private final Holders holders;
    private final Path file;
    private final long number;
    private final boolean parts;

    Held(SharedObject of, Holders holders) {
      super(of, QUEUE);
      this.holders = holders;
      this.file = of.file;
      this.number = of.number;
      this.parts = of.parts;
    }

    void letGo() {
      HELD.remove(this);
      try {
        holders.remove(number);
        holders.ifNobody(number, this::delete);
      } catch (IOException e) {
        // it goes with the family
      }
    }

    private void delete() throws IOException {
      if ((Integer) Files.getAttribute(file, "unix:nlink") > 1) {
        return; // it is in flight
      }
      Files.deleteIfExists(file);
      if (parts) {
        deleteParts();
      }
    }

    private void deleteParts() throws IOException {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(file.getParent(), file.getFileName() + "-*")) {
        for (Path part : files) {
          if (Files.isSymbolicLink(part)) { // the part itself is elsewhere
            Files.deleteIfExists(Files.readSymbolicLink(part));
          }
          Files.deleteIfExists(part);
        }
      }
    }
  }

  private record Holding(SharedObject object) implements java.io.Closeable {
    @Override
    public void close() {
      // it was only to be reachable
    }
  }

  /**
   * One on its way to another process.
   *
   * @param file where it is
   * @param number its holders' number
   * @param parts whether other files go with it
   * @param inode of one with a name of its own: another may have the name by then
   * @param ticket what says that it has arrived
   */
  public record Ticket(String file, long number, boolean parts, long inode, String ticket)
      implements Serializable {

    /** Opens it where it arrived. */
    public SharedObject open() throws InvalidObjectException {
      letGoForgotten();
      try {
        Path path = Path.of(file);
        if (number != NAMED && !path.getParent().equals(Family.current().folder())) {
          throw new IOException("it belongs to another family of processes");
        }
        SharedObject arrived =
            number == NAMED
                ? NamedObjects.reopen(path, inode)
                : new SharedObject(
                    SharedBlock.open(path), path, number, parts, Family.current().holders());
        InFlight.taken(Path.of(ticket));
        return arrived;
      } catch (IOException e) {
        InvalidObjectException gone =
            new InvalidObjectException(
                "shared memory cannot be opened where it arrived: "
                    + e.getMessage()
                    + "; between programs that do not start one another use what has a name");
        gone.initCause(e);
        throw gone;
      }
    }
  }
}
