package multiprocessing.testkit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes, threads and named things around this JVM at one moment, to compare with later.
 *
 * @param processes every process of the machine
 * @param threads every live thread of this JVM
 * @param entries the identity of each entry of the watched folders, by its path
 */
record Surroundings(Set<ProcessHandle> processes, Set<Thread> threads, Map<Path, String> entries) {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  static Surroundings now() {
    return new Surroundings(
        ProcessHandle.allProcesses().collect(Collectors.toSet()),
        Set.copyOf(Thread.getAllStackTraces().keySet()),
        currentEntries());
  }

  /** One description for each thing that is there now and was not there then. */
  List<String> leftovers() {
    List<String> left = new ArrayList<>();
    List<ProcessHandle> descendants = newDescendants();
    List<ProcessHandle> adopted = newlyAdopted();
    descendants.forEach(process -> left.add("process " + Processes.describe(process)));
    adopted.stream()
        .filter(process -> namesTheLibrary(Processes.commandLine(process)))
        .forEach(process -> left.add("orphan " + Processes.describe(process)));
    List<Path> appeared = newEntries();
    if (!appeared.isEmpty()) {
      Outsiders outsiders = Outsiders.besides(adopted);
      appeared.stream()
          .filter(path -> !outsiders.own(path))
          .forEach(path -> left.add(describe(path)));
    }
    newThreads().forEach((thread, stack) -> left.add("thread " + Stacks.describe(thread, stack)));
    return left;
  }

  /** Descendants of this JVM that were not there then, zombies included. */
  List<ProcessHandle> newDescendants() {
    return ProcessHandle.current().descendants().filter(p -> !processes.contains(p)).toList();
  }

  /*
   * A process whose parent died is nobody's descendant. It may be ours if it is new, has been adopted by
   * process 1 or a user's systemd, was not started from another folder than this JVM (as the tests of another
   * working copy are), and does not come of a test JVM that runs beside this one. It is reported if its command
   * line names the library, too; even if not, that it has a file open is no excuse for the file.
   */
  private List<ProcessHandle> newlyAdopted() {
    return ProcessHandle.allProcesses()
        .filter(process -> !processes.contains(process))
        .filter(process -> process.parent().map(Surroundings::adopts).orElse(false))
        .filter(process -> Outsiders.mayBeOurs(process.pid()))
        .toList();
  }

  private static boolean adopts(ProcessHandle parent) {
    return parent.pid() == 1 || Processes.read(parent.pid(), "comm").strip().equals("systemd");
  }

  private static boolean namesTheLibrary(String commandLine) {
    return commandLine.contains("multiprocessing") || commandLine.contains(TEMPORARY + "/mp-");
  }

  private List<Path> newEntries() {
    return currentEntries().entrySet().stream()
        .filter(entry -> !Objects.equals(entries.get(entry.getKey()), entry.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private Map<Thread, StackTraceElement[]> newThreads() {
    Map<Thread, StackTraceElement[]> found = new HashMap<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              boolean counts =
                  (!thread.isDaemon() && !thread.getName().equals("DestroyJavaVM"))
                      || thread.getName().startsWith("mp-");
              if (counts && thread != Thread.currentThread() && !threads.contains(thread)) {
                found.put(thread, stack);
              }
            });
    return found;
  }

  private static Map<Path, String> currentEntries() {
    Map<Path, String> found = new HashMap<>();
    addEntries(TEMPORARY, "mp-*", found);
    addEntries(SHARED_MEMORY, "*", found);
    return found;
  }

  private static void addEntries(Path folder, String glob, Map<Path, String> found) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      for (Path entry : entries) {
        String identity = identity(entry);
        if (identity != null) {
          found.put(entry, identity);
        }
      }
    } catch (IOException e) {
      throw new AssertionError("cannot list " + folder, e);
    }
  }

  /** Inode and creation time, so that a name used again is a new thing; null if it is gone. */
  private static String identity(Path entry) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.fileKey() + " " + attributes.creationTime();
    } catch (NoSuchFileException e) {
      return null; // gone between listing and looking
    }
  }

  private static String describe(Path path) {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return "file " + path;
    }
    try (Stream<Path> inside = Files.list(path)) {
      return "folder " + path + inside.map(p -> p.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return "folder " + path + " (cannot be listed: " + e + ")";
    }
  }
}
