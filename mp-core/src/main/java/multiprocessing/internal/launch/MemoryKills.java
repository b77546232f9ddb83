package multiprocessing.internal.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes of this control group that the kernel has killed for lack of memory: it counts them.
 */
final class MemoryKills {
  /*
   * The file has a line "oom_kill N", in both versions of control groups. In a container the group's own folder is mostly
   * the root of what can be seen; else it is found by the path in /proc/self/cgroup.
   */
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private static final Path OWN = Path.of("/proc/self/cgroup");
  private static final String LINE = "oom_kill ";
  private static final MemoryKills INSTANCE = new MemoryKills(find(ROOT, OWN));

  private final Path file;

  // Mutable state, guarded by this
  private long known;

  /** Those that a file counts; null for none. */
  MemoryKills(Path file) {
    this.file = file;
    this.known = count();
  }

  /** Begins to count, if that was not begun. */
  static void begin() {
    // by the initialisation of this class
  }

  /** A sentence if there was one more since this was last asked, else null. */
  static String explain() {
    return INSTANCE.oneMore()
        ? "by the kernel, it seems, for lack of memory: the control group counts one more such kill"
        : null;
  }

  synchronized boolean oneMore() {
    long now = count();
    boolean more = now > known;
    known = Math.max(known, now);
    return more;
  }

  private long count() {
    try {
      for (String line : file == null ? List.<String>of() : Files.readAllLines(file)) {
        if (line.startsWith(LINE)) {
          return Long.parseLong(line.substring(LINE.length()).strip());
        }
      }
    } catch (IOException | NumberFormatException e) {
      // not told here
    }
    return 0;
  }

  /** The file that counts for this process; null if there is none. */
  static Path find(Path root, Path own) {
    List<Path> candidates = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(own)) {
        String[] parts = line.split(":", 3);
        String path = parts.length == 3 ? parts[2].replaceFirst("^/+", "") : "";
        if (line.startsWith("0::")) {
          candidates.add(root.resolve(path).resolve("memory.events"));
        } else if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory")) {
          candidates.add(root.resolve("memory").resolve(path).resolve("memory.oom_control"));
        }
      }
    } catch (IOException e) {
      // no control groups here
    }
    candidates.add(root.resolve("memory.events"));
    candidates.add(root.resolve("memory/memory.oom_control"));
    return candidates.stream().filter(Files::isReadable).findFirst().orElse(null);
  }
}
