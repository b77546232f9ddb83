package multiprocessing.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be told of a process from outside, from /proc where there is one. */
final class Processes {
  private Processes() {}

  /** One line: pid, command line, and its state where that is worth saying. */
  static String describe(ProcessHandle process) {
    return "pid " + process.pid() + " " + commandLine(process) + stateNote(process.pid());
  }

  static String commandLine(ProcessHandle process) {
    String fromProc = read(process.pid(), "cmdline").replace('\0', ' ').strip();
    if (!fromProc.isEmpty()) {
      return fromProc;
    }
    String name = read(process.pid(), "comm").strip();
    return process.info().commandLine().orElse(name.isEmpty() ? "?" : "[" + name + "]");
  }

  /** The letter of /proc/pid/stat, as 'Z' for a zombie; '?' if there is none to read. */
  static char state(long pid) {
    String stat = read(pid, "stat");
    int at = stat.lastIndexOf(')') + 2; // the name before it may hold anything
    return at > 1 && at < stat.length() ? stat.charAt(at) : '?';
  }

  /** A small file of /proc/pid, empty if the process or the file is not there. */
  static String read(long pid, String file) {
    try {
      return new String(
          Files.readAllBytes(Path.of("/proc", Long.toString(pid), file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // gone, not ours to read, or no /proc here
    }
  }

  private static String stateNote(long pid) {
    return switch (state(pid)) {
      case 'Z' -> " (zombie)";
      case 'T', 't' -> " (stopped)";
      default -> "";
    };
  }
}
