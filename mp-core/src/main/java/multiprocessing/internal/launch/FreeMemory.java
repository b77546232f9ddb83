package multiprocessing.internal.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory processes may still take, here: on this machine and in this control group. */
final class FreeMemory {
  private static final Path MACHINE = Path.of("/proc/meminfo");
  private static final Path GROUP = Path.of("/sys/fs/cgroup");

  private FreeMemory() {}

  /** The least of what is known; {@link Long#MAX_VALUE} if nothing is. */
  static long bytes() {
    return Math.min(
        machine(MACHINE),
        Math.min(
            group(GROUP.resolve("memory.max"), GROUP.resolve("memory.current")),
            group(
                GROUP.resolve("memory/memory.limit_in_bytes"),
                GROUP.resolve("memory/memory.usage_in_bytes"))));
  }

  static long machine(Path file) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // not told here
    }
    return Long.MAX_VALUE;
  }

  static long group(Path limit, Path used) {
    try {
      String most = Files.readString(limit).strip();
      if (!most.equals("max")) {
        return Math.max(0, Long.parseLong(most) - Long.parseLong(Files.readString(used).strip()));
      }
    } catch (IOException | NumberFormatException e) {
      // not limited here
    }
    return Long.MAX_VALUE;
  }
}
