package multiprocessing.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Pins the process that it is called in to some processors.
 *
 * @param command the path of taskset
 * @param list the numbers of the processors, as the kernel and taskset write them: {@code 0,2-3}
 * @param slot which of the pool's sets that is
 */
record Affinity(String command, String list, int slot) {
  /*
   * Linux pins threads, not processes; a new thread has the processors of the one that made it. A JVM has a dozen of
   * them from its start on and makes more at any moment. taskset -a goes through those that it finds; so one that an
   * unpinned thread makes meanwhile is missed, and one that ends meanwhile makes taskset fail. Therefore all threads
   * are looked at, and it is called until each one that is there is pinned and none has ended while they were looked
   * at: from then on, no unpinned thread is left that could make another.
   */
  static final String COMMAND = "taskset";

  private static final int ROUNDS = 50;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path THREADS = Path.of("/proc/self/task");
  private static final String ALLOWED = "Cpus_allowed_list:";

  /** This worker could not be pinned. */
  static final class PinningException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PinningException(String message) {
      super(message);
    }
  }

  /** The processors that this process may use. */
  static BitSet ofThisProcess() {
    try {
      return allowed(STATUS);
    } catch (IOException e) {
      throw new UnsupportedOperationException(
          "workers cannot be pinned to processors here: " + STATUS + " says nothing of them", e);
    }
  }

  /**
   * Pins all threads of this process, also those that come.
   *
   * @throws PinningException if that cannot be done
   */
  void pin() throws IOException, InterruptedException {
    BitSet wanted = parse(list);
    String said = "";
    for (int round = 0; round < ROUNDS; round++) {
      if (areAll(wanted)) {
        return;
      }
      said = runCommand();
    }
    throw new PinningException(
        "a worker cannot be pinned to processors "
            + list
            + ": pid="
            + ProcessHandle.current().pid()
            + "; allowed: "
            + ofThisProcess()
            + "; "
            + command
            + " said: "
            + said.strip());
  }

  private String runCommand() throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    Process pinning =
        new ProcessBuilder(command, "-a", "-c", "-p", list, pid).redirectErrorStream(true).start();
    pinning.getOutputStream().close();
    String said = new String(pinning.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = pinning.waitFor();
    return "status " + status + ", " + said;
  }

  private static boolean areAll(BitSet wanted) throws IOException {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        if (!isPinned(thread, wanted)) {
          return false;
        }
      }
      return true;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isPinned(Path thread, BitSet wanted) {
    try {
      return allowed(thread.resolve("status")).equals(wanted);
    } catch (IOException e) {
      return false; // it ended; what it made before may not be among those that are looked at
    }
  }

  private static BitSet allowed(Path status) throws IOException {
    String text = Files.readString(status, StandardCharsets.ISO_8859_1);
    int from = text.indexOf(ALLOWED);
    if (from < 0) {
      return new BitSet();
    }
    int to = text.indexOf('\n', from);
    return parse(text.substring(from + ALLOWED.length(), to).strip());
  }

  private static BitSet parse(String list) {
    BitSet processors = new BitSet();
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
      processors.set(first, last + 1);
    }
    return processors;
  }
}
