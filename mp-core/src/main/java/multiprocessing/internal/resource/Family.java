package multiprocessing.internal.resource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multiprocessing.ProcessException;

/**
 * The processes that started one another, seen from one of them: their private folder, in which all
 * their named resources live, and this process's membership in it.
 */
public final class Family {
  /*
   * The first process that needs a family founds it: it makes a 0700 folder and starts the janitor, which
   * removes the folder when the last member is gone. Every later process joins: it is told the folder by its
   * parent and opens the FIFO "life" in it before its task can do anything. The FIFO is opened for reading and
   * writing, because that never blocks, not even when the janitor was killed. A process that waits for a task expects
   * its family: it joins when it gets one, or when a class that it preloads needs the family. Did it join before, a
   * standby that is stopped would keep a family in being that is dead.
   *
   * Whoever started the janitor starts another if it is killed: the founder, and after its death a child that was told
   * so by orphaned(). When those are killed too, with the janitor, the next founder does it: see StaleFamilies.
   */
  private static final Object LOCK = new Object();
  private static final String HOLDERS = "holders";
  private static final int ATTEMPTS = 20;

  // Mutable state, guarded by LOCK
  private static Family current;
  private static Path expected; // null if there is a current one, or none

  private final Path folder;
  private final RandomAccessFile life;

  // Mutable state, guarded by this
  private Holders holders;
  private Janitor janitor;
  private boolean left;

  private Family(Path folder) throws IOException {
    this.folder = folder;
    this.life = new RandomAccessFile(folder.resolve(FamilyFolder.LIFE).toFile(), "rw");
  }

  /** Gives the family into a janitor's care, now and if that one is killed. */
  private synchronized void keepWith(Janitor keeper) throws IOException {
    keeper.familyHasBegun();
    janitor = keeper;
    keeper.whenEnded(this::replaceJanitor);
  }

  /** One that is killed before it has begun is replaced, too. */
  private synchronized void replaceJanitor() {
    for (int attempt = 0; !left && attempt < ATTEMPTS; attempt++) {
      try {
        keepWith(Janitor.start(folder, false));
        return;
      } catch (IOException e) {
        // once more; after all of these, the next family that this user founds sees to it
      }
    }
  }

  /** The family of this process; founded now if it has none yet. */
  public static Family current() {
    synchronized (LOCK) {
      join();
      if (current == null) {
        current = found();
      }
      return current;
    }
  }

  /** Whether this process belongs to a family now, or expects one. */
  public static boolean isMember() {
    synchronized (LOCK) {
      return current != null || expected != null;
    }
  }

  /** The family of this process, if it has one. */
  public static Optional<Family> currentIfAny() {
    synchronized (LOCK) {
      join();
      return Optional.ofNullable(current);
    }
  }

  /** Says which is the family of this process's parent; this process joins it when it needs it. */
  public static void expect(Path folder) {
    synchronized (LOCK) {
      if (current != null) {
        throw new IllegalStateException("this process is already a member of " + current.folder);
      }
      expected = folder;
    }
  }

  /**
   * Makes this process a member of the family that it expects, if any.
   *
   * @throws ProcessException if that has ended
   */
  public static void join() {
    synchronized (LOCK) {
      if (expected == null) {
        return;
      }
      try {
        current = new Family(expected);
        expected = null;
      } catch (IOException e) {
        throw new ProcessException("cannot join the family in " + expected + ": " + e, e);
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
      expected = null;
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
    return folder.resolve(kind + "-" + Unique.name());
  }

  /**
   * Records a named thing outside the folder, a semaphore, a segment or a socket, that this process
   * is about to make, so that it is removed when the family ends; see {@link TrackedName}.
   *
   * @param target its place in the file system, such as {@code /dev/shm/sem.NAME}
   * @return the record, to be told when the thing was made and when it is gone
   * @throws java.nio.file.FileAlreadyExistsException if something is there already; nothing is
   *     recorded
   * @throws IllegalArgumentException if the name has control characters or is too long
   * @throws IOException if the record cannot be written, or there is no such folder
   */
  public TrackedName track(Path target) throws IOException {
    return TrackedName.record(folder.resolve(FamilyFolder.NAMES), target);
  }

  /**
   * The parent of this process has died: if that leaves the family without a janitor, now or later,
   * this process starts another. Returns at once, unless it does.
   */
  public static void orphaned() {
    Optional<Family> family = currentIfAny();
    if (family.isPresent() && !family.get().hasJanitorOrLeft()) {
      FamilyFolder.named(family.get().folder)
          .ifPresent(known -> new OrphanWatch(known, family.get()::hasJanitorOrLeft).look());
    }
  }

  private synchronized boolean hasJanitorOrLeft() {
    return left || janitor != null;
  }

  /** Who holds which end of which pipe. */
  public synchronized Holders holders() throws IOException {
    if (holders == null) {
      holders = new Holders(folder.resolve(HOLDERS));
    }
    return holders;
  }

  /** A process of the family has died: whoever has asked what it held asks again. */
  public static void announceEnding() throws IOException {
    Family family;
    synchronized (LOCK) {
      family = current;
    }
    if (family != null && family.folder.resolve(HOLDERS).toFile().exists()) {
      family.holders().announceEnding();
    }
  }

  void closeAll() throws InterruptedException {
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
    List<Path> places = FamilyFolder.places();
    Family family = found(places);
    StaleFamilies.adoptInBackground(places, family.folder);
    return family;
  }

  /** In the first place that takes a folder. */
  static Family found(List<Path> places) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      throw new UnsupportedOperationException(
          "processes need a POSIX file system and named pipes; this platform is "
              + System.getProperty("os.name"));
    }
    List<IOException> refusals = new ArrayList<>();
    for (Path place : places) {
      try {
        return foundIn(place);
      } catch (IOException e) {
        refusals.add(e);
      }
    }
    ProcessException failure =
        new ProcessException(
            "no place for the family's private folder: "
                + refusals
                + "; /dev/shm or the folder java.io.tmpdir must be writable");
    refusals.forEach(failure::addSuppressed);
    throw failure;
  }

  /** Whatever fails here, the janitor removes the folder again. */
  private static Family foundIn(Path place) throws IOException {
    FamilyFolder chosen = FamilyFolder.choose(place);
    Janitor keeper = Janitor.start(chosen.path(), true);
    try {
      Family family = new Family(chosen.path());
      family.keepWith(keeper);
      return family;
    } catch (IOException | RuntimeException e) {
      keeper.familyHasBegun(); // and ended
      throw e;
    }
  }
}
