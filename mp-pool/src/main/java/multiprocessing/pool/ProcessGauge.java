package multiprocessing.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process: whether it is stopped, how much memory it uses. */
final class ProcessGauge {
  private static final String RESIDENT = "VmRSS:";

  private ProcessGauge() {}

  /** Whether it is stopped by a signal or a debugger; false where nothing says so. */
  static boolean isStopped(long pid) {
    String stat = read(pid, "stat");
    int state = stat.lastIndexOf(')') + 2; // the name before it may hold anything
    return state > 1
        && state < stat.length()
        && (stat.charAt(state) == 'T' || stat.charAt(state) == 't');
  }

  /** The memory that it has in use, in bytes (its resident set); 0 where nothing says so. */
  static long residentBytes(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // gone, or no /proc here
    }
  }
}
