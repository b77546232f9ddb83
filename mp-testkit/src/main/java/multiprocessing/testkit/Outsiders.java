package multiprocessing.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes outside this JVM's family: what one of them owns is no leak of ours. */
final class Outsiders {
  /** In the environment of each test JVM and of what comes of it; the build sets it. */
  static final String FORK = "MP_TEST_FORK";

  private static final Pattern NO_DIGITS = Pattern.compile("\\D+");

  private final List<ProcessHandle> processes;

  private Outsiders(List<ProcessHandle> processes) {
    this.processes = processes;
  }

  static Outsiders besides(List<ProcessHandle> adopted) {
    Set<Long> ours = adopted.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    ProcessHandle.current().descendants().map(ProcessHandle::pid).forEach(ours::add);
    ours.add(ProcessHandle.current().pid());
    return new Outsiders(
        ProcessHandle.allProcesses().filter(process -> !ours.contains(process.pid())).toList());
  }

  /** Whether one of them is a JVM named by its pid in the entry's name, or has the entry open. */
  boolean own(Path entry) {
    Set<String> numbers =
        NO_DIGITS
            .splitAsStream(entry.getFileName().toString())
            .filter(number -> !number.isEmpty())
            .collect(Collectors.toSet());
    boolean named = // looked at first, because to see what is open takes a hundred times longer
        processes.stream()
            .anyMatch(process -> numbers.contains(Long.toString(process.pid())) && isJvm(process));
    return named || processes.stream().anyMatch(process -> hasOpen(process.pid(), entry));
  }

  /**
   * Whether a process may come of this test JVM: it was not started from another folder, nor does
   * it come of a test JVM beside this one.
   */
  static boolean mayBeOurs(long pid) {
    long me = ProcessHandle.current().pid();
    Optional<String> fork = variable(pid, FORK);
    Optional<String> folder = variable(pid, "PWD");
    boolean ofOurFork = fork.isEmpty() || fork.equals(variable(me, FORK));
    // a shell gives itself a PWD, so one that we have not tells nothing
    boolean ofOurFolder =
        folder.isEmpty() || variable(me, "PWD").map(folder.get()::equals).orElse(true);
    return ofOurFork && ofOurFolder;
  }

  private static Optional<String> variable(long pid, String name) {
    return Arrays.stream(Processes.read(pid, "environ").split("\0", -1))
        .filter(variable -> variable.startsWith(name + "="))
        .findFirst();
  }

  private static boolean isJvm(ProcessHandle process) {
    return Processes.read(process.pid(), "comm").strip().equals("java");
  }

  private static boolean hasOpen(long pid, Path entry) {
    String path = entry.toString();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      if (descriptors.anyMatch(descriptor -> isAtOrUnder(path, descriptor))) {
        return true;
      }
    } catch (IOException | UncheckedIOException e) {
      return false; // gone, or not ours to look into
    }
    return Processes.read(pid, "maps").lines().anyMatch(line -> line.endsWith(path));
  }

  private static boolean isAtOrUnder(String path, Path descriptor) {
    try {
      String open = Files.readSymbolicLink(descriptor).toString();
      return open.equals(path) || open.startsWith(path + "/");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }
}
