package multiprocessing.internal.archive;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The archive that this JVM's children use, if there is one. */
public final class ClassArchives {
  /*
   * unknown --> found --changed or dropped--> off
   *    |          ^
   *    |          | a new record is there, and right
   *    |------> missing: a maker is set to work
   *    `------> off
   *
   * Looked for at the first start of a child, because a program that starts only one shall have it, too; that reads
   * the archive once, to compare its checksum: a JVM that boots with a damaged one may crash. Later starts only look
   * whether the file is still the same, or while it is missing, whether there is a record that was not read yet: no
   * matter which process made it, and what became of this one's own maker.
   */
  /** Set to {@code false} to use and make none. */
  static final String SWITCH = "multiprocessing.archive";

  /** The folder of the archives, in place of the user's cache folder. */
  static final String FOLDER = "multiprocessing.archive.folder";

  private static final ClassArchives OF_THIS_JVM = new ClassArchives();

  private enum State {
    UNKNOWN,
    FOUND,
    MISSING,
    OFF
  }

  // Mutable state, guarded by this
  private State state = State.UNKNOWN;
  private Recipe recipe;
  private long recordRead; // when the record was written that was read last
  private ClassArchive archive;
  private Cache cache;
  private Maker maker;

  private ClassArchives() {}

  /**
   * Adds an archive to a child's command line, and puts the jars first that it was made from.
   *
   * @param line the command with all its words
   * @param own those of its options that are this child's alone
   * @param training what is to be archived
   * @return the same object if no archive is used
   */
  public static List<String> applied(List<String> line, List<String> own, Training training) {
    int at = line.indexOf("-cp");
    if (at < 0 || !"true".equals(System.getProperty(SWITCH, "true")) || hasOwn(line)) {
      return line;
    }
    List<String> classPath = List.of(line.get(at + 1).split(File.pathSeparator, -1));
    ClassArchive found = OF_THIS_JVM.use(line, own, classPath, training);
    if (found == null) {
      return line;
    }
    List<String> with = new ArrayList<>(line.subList(0, at));
    with.addAll(found.options());
    with.add("-cp");
    with.add(String.join(File.pathSeparator, LibraryJars.first(found.recipe().jars(), classPath)));
    with.addAll(line.subList(at + 2, line.size()));
    return with;
  }

  /** The archive did harm: neither this process nor a later one uses it again. */
  public static void drop() {
    OF_THIS_JVM.dropIt();
  }

  /** Ends the making of an archive, if one is being made, and waits for its end. */
  public static void shutdown() throws InterruptedException {
    Maker working = OF_THIS_JVM.takeMaker();
    if (working != null) {
      working.interrupt();
      working.join(10_000);
    }
  }

  private static boolean hasOwn(List<String> line) {
    for (String option : line) {
      if (option.startsWith("-Xshare")
          || option.startsWith("-XX:SharedArchiveFile")
          || option.startsWith("-XX:ArchiveClasses")
          || option.startsWith("-XX:AOT")
          || option.startsWith("-Xbootclasspath")) {
        return true;
      }
    }
    return false;
  }

  private synchronized ClassArchive use(
      List<String> line, List<String> own, List<String> classPath, Training training) {
    if (state == State.UNKNOWN && own.stream().noneMatch(Recipe::matters)) {
      List<File> jars = LibraryJars.find(training.core(), training.kryo(), classPath);
      recipe = jars.isEmpty() ? null : Recipe.of(line, jars);
      cache = recipe == null ? null : Cache.open(folder());
      state = cache == null ? State.OFF : State.MISSING;
      recordRead = 0;
      look();
      if (state == State.MISSING) {
        maker = new Maker(cache, recipe, training.mainClass());
        maker.start();
      }
    } else {
      look();
    }
    if (state == State.FOUND && !archive.isUnchanged()) {
      state = State.OFF;
    }
    return state == State.FOUND ? archive : null;
  }

  private void look() {
    long recorded = state == State.MISSING ? cache.recorded(recipe) : 0;
    if (recorded != 0 && recorded != recordRead) {
      recordRead = recorded;
      archive = cache.find(recipe);
      state = archive == null ? State.MISSING : State.FOUND;
    }
  }

  private synchronized void dropIt() {
    if (state == State.FOUND) {
      cache.remove(archive.recipe());
    }
    state = State.OFF;
  }

  private synchronized Maker takeMaker() {
    Maker working = maker;
    maker = null;
    if (state == State.MISSING) {
      state = State.UNKNOWN;
    }
    return working;
  }

  private static Path folder() {
    String chosen = System.getProperty(FOLDER);
    if (chosen != null) {
      return Path.of(chosen).toAbsolutePath();
    }
    String caches = System.getenv("XDG_CACHE_HOME");
    Path base =
        caches != null && caches.startsWith("/")
            ? Path.of(caches)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("jvm-multiprocessing");
  }
}
