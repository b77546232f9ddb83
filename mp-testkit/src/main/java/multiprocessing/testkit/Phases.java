package multiprocessing.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * The test's side of {@link Phase}: waits for processes to reach one, and kills or releases them
 * there.
 */
public final class Phases {
  private final Path folder;

  private Phases(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Looks into a folder, usually JUnit's temporary one, that the children are told of too. */
  public static Phases in(Path folder) {
    return new Phases(folder);
  }

  /**
   * Waits until a living process has reached a phase.
   *
   * @return its pid; the lowest, if there are several
   * @throws AssertionError if none did within the limit
   */
  public long await(String name, Duration limit) {
    return Eventually.value(
            "a process in phase " + name, limit, () -> at(name), pids -> !pids.isEmpty())
        .get(0);
  }

  /** The living processes that have reached a phase and were not killed there, in order of pid. */
  public List<Long> at(String name) {
    TreeSet<Long> pids = new TreeSet<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, Phase.checked(name) + "@*")) {
      for (Path file : files) {
        String text = file.getFileName().toString();
        long pid = Long.parseLong(text.substring(text.indexOf('@') + 1));
        if (isAlive(pid)) {
          pids.add(pid);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for phase " + name + " in " + folder, e);
    }
    return List.copyOf(pids);
  }

  /**
   * Sends a signal to every process that is at a phase. One that KILL was sent to is at the phase
   * no more, so that the next {@link #await} finds the process that came in its place.
   *
   * @throws IllegalStateException if no living process is there
   */
  public void kill(String name, Signal signal) {
    List<Long> pids = at(name);
    if (pids.isEmpty()) {
      throw new IllegalStateException("no process is in phase " + name + ", so none to kill");
    }
    for (long pid : pids) {
      signal.send(pid);
      if (signal == Signal.KILL) {
        forget(name, pid);
      }
    }
  }

  /** Lets every process go on from a phase: those waiting there, and those yet to come. */
  public void release(String name) {
    try {
      Files.writeString(folder.resolve(Phase.checked(name) + Phase.RELEASED), "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release phase " + name, e);
    }
  }

  private void forget(String name, long pid) {
    try {
      Files.deleteIfExists(folder.resolve(name + "@" + pid));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot forget pid " + pid + " in phase " + name, e);
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).isPresent() && Processes.state(pid) != 'Z';
  }
}
