package multiprocessing.internal.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that no other is taken for, as process ids return.
 *
 * @param pid its process id; valid in its own pid namespace only
 * @param startTicks when it was started, in clock ticks since the boot
 */
public record ProcessId(long pid, long startTicks) {
  private static final int STATE = 0;
  private static final int START_TICKS = 19;
  private static final Path PROC = Path.of("/proc");

  /** The process that has this id now; empty if none has, or this system has no /proc. */
  public static Optional<ProcessId> of(long pid) {
    return parse(pid, read(pid));
  }

  /** What a line of /proc/PID/stat says; empty if it is none, or its process is dead. */
  static Optional<ProcessId> parse(long pid, String stat) {
    int afterName = stat.lastIndexOf(") "); // the name before it may hold anything
    if (afterName < 0) {
      return Optional.empty();
    }
    String[] fields = stat.substring(afterName + 2).split(" ", -1);
    if (fields.length <= START_TICKS || fields[STATE].equals("Z") || fields[STATE].equals("X")) {
      return Optional.empty();
    }
    return Optional.of(new ProcessId(pid, Long.parseLong(fields[START_TICKS])));
  }

  /** True while it runs; a zombie does not. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** False if that process has ended or is stopped; true where this system has no /proc. */
  public static boolean mayRun(long pid) {
    String stat = read(pid);
    int afterName = stat.lastIndexOf(") ");
    if (afterName < 0) {
      return !Files.isDirectory(PROC.resolve("self"));
    }
    return "ZXTt".indexOf(stat.charAt(afterName + 2)) < 0;
  }

  /** A number for the processes among which ids are unique; 0 if this system does not tell. */
  public static long pidNamespace() {
    try {
      String name = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
      return Long.parseLong(name.replaceAll("\\D", ""));
    } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
      return 0;
    }
  }

  private static String read(long pid) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(pid + "/stat"));
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // no such process, or no /proc
    }
  }
}
