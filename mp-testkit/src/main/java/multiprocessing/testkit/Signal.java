package multiprocessing.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A signal a test sends to a process, by the shell's own {@code kill}. */
public enum Signal {
  HUP(1),
  INT(2),
  QUIT(3),
  KILL(9),
  TERM(15),
  CONT(18),
  STOP(19);

  private static final long LIMIT_SECONDS = 10;

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  /** The number on Linux x86-64 and arm64. */
  public int number() {
    return number;
  }

  /** What {@link Process#exitValue()} shows of a process that died of this signal. */
  public int exitStatus() {
    return 128 + number;
  }

  /**
   * Whether this JVM was started with this signal ignored, as a shell does with SIGINT for what it
   * starts in the background. Its children inherit that and cannot undo it.
   */
  public boolean isIgnoredHere() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      long ignored =
          lines
              .filter(line -> line.startsWith("SigIgn:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0);
      return (ignored >> (number - 1) & 1) != 0;
    } catch (IOException e) {
      return false; // no /proc: the test will tell
    }
  }

  /**
   * Sends this signal and returns when it is sent, not when it is obeyed; but a {@link #STOP} is
   * obeyed then by all threads of the receiver, one of which might else do something meanwhile.
   *
   * @param pid the receiver; more than 1
   * @throws IllegalStateException if there is no such process
   */
  public void send(long pid) {
    send(pid, Long.toString(pid));
    if (this == STOP) {
      Eventually.until(
          "process " + pid + " has stopped",
          Duration.ofSeconds(LIMIT_SECONDS),
          () -> threadsOf(pid).noneMatch(Signal::runs));
    }
  }

  private static Stream<Path> threadsOf(long pid) {
    File[] threads = new File("/proc/" + pid + "/task").listFiles();
    return threads == null ? Stream.empty() : Stream.of(threads).map(File::toPath);
  }

  private static boolean runs(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return "TtZX".indexOf(state) < 0;
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  /** Sends this signal to all processes of a group; see {@link #send}. */
  void sendToGroup(long group) {
    send(group, "-- -" + group);
  }

  private void send(long pid, String receiver) {
    if (pid <= 1) {
      throw new IllegalArgumentException("pid " + pid + " is not one a test may signal");
    }
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s " + name() + " " + receiver)
              .redirectErrorStream(true)
              .start();
      String said =
          new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException(
            "cannot send SIG" + name() + " to pid " + pid + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send SIG" + name() + " to pid " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending SIG" + name() + " to " + pid, e);
    }
  }
}
