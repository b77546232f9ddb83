package multiprocessing.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM in a session and process group of its own, as a shell in a terminal would start it: a
 * signal can be sent to it and all that it started, which is what Ctrl-C does.
 *
 * <p>Needs the command {@code setsid}. Its output goes to files. {@link #close} kills the group.
 */
public final class Terminal implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private Terminal(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a JVM.
   *
   * @param folder where its output goes
   */
  public static Terminal run(Path folder, ChildJvm.Builder jvm) {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(jvm.words());
    Path out = folder.resolve("terminal.out");
    Path err = folder.resolve("terminal.err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
        .forEach(builder.environment()::remove);
    try {
      return new Terminal(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String stdout() {
    return text(out);
  }

  public String stderr() {
    return text(err);
  }

  /** Sends a signal to every process of the group, at once. */
  public void interruptGroup(Signal signal) {
    signal.sendToGroup(pid());
  }

  /**
   * Waits until the JVM has ended; others of the group may still be there.
   *
   * @return its exit status, 128+n if signal n killed it
   * @throws AssertionError if it is still alive then
   */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("still alive after " + limit + ": " + this);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the exit of " + this, e);
    }
  }

  /** Whether no process is in the session any more, the janitors' sessions included. */
  public boolean groupIsGone() {
    return members().isEmpty();
  }

  private List<Long> members() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(ProcessHandle::pid).filter(this::isMember).toList();
    }
  }

  private boolean isMember(long candidate) {
    String stat = Processes.read(candidate, "stat");
    int end = stat.lastIndexOf(')');
    if (end < 0) {
      return false;
    }
    String[] fields = stat.substring(end + 2).split(" ", -1); // state, parent, group, session
    boolean inSession = fields[3].equals(Long.toString(pid()));
    boolean servesIt = Processes.read(candidate, "cmdline").contains("/mp-" + pid() + "-");
    return !fields[0].equals("Z") && (inSession || servesIt);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public void close() {
    members().forEach(member -> ProcessHandle.of(member).ifPresent(ProcessHandle::destroyForcibly));
    process.destroyForcibly();
    Eventually.until("the group is gone", Duration.ofSeconds(10), this::groupIsGone);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("JVM in its own session, pid " + pid());
    for (long member : members()) {
      ProcessHandle.of(member)
          .ifPresent(handle -> text.append("\n").append(Processes.describe(handle)));
    }
    return text + "\n-- stdout:\n" + stdout() + "\n-- stderr:\n" + stderr();
  }
}
