package multiprocessing.internal.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import multiprocessing.internal.resource.Candidate;
import multiprocessing.internal.resource.Family;
import multiprocessing.spi.Launcher;

/** A JVM that this process launched: its pipes and its files. */
final class LaunchedJvm {
  private final Process process;
  private final ChildInput input;
  private final Path report;
  private final JavaCommand command;
  private final Candidate candidate;
  private volatile boolean onTrial;

  private LaunchedJvm(Process process, Path report, JavaCommand command) {
    this.process = process;
    this.input = new ChildInput(process.getOutputStream(), process.pid());
    this.report = report;
    this.command = command;
    this.candidate = new Candidate(report);
  }

  /** Prepares the environment that all children have. */
  static ProcessBuilder builder(JavaCommand command) {
    ProcessBuilder builder = new ProcessBuilder(command.words());
    builder.environment().remove(FrozenApp.LAUNCHER_VARIABLE);
    ToolOptions.removeFrom(builder.environment());
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    return builder;
  }

  /**
   * Launches a JVM, which has been told nothing yet.
   *
   * @throws IOException if the operating system refuses; nothing is left behind
   */
  static LaunchedJvm launch(
      Family family, JavaCommand command, ProcessBuilder builder, Launcher launcher)
      throws IOException {
    Path report = family.newPath("report");
    try {
      ExitReport.reserve(report);
      return new LaunchedJvm(launcher.launch(builder), report, command);
    } catch (IOException | RuntimeException | Error e) {
      deleteQuietly(report);
      giveBack(command);
      throw e;
    }
  }

  /** It gets no task at once: the janitor sees to its end if nobody else can. */
  void recordAsCandidate() {
    candidate.record(pid());
  }

  Process process() {
    return process;
  }

  long pid() {
    return process.pid();
  }

  ChildInput input() {
    return input;
  }

  /** It boots with an archive of classes, and nobody knows yet whether that is good for it. */
  void putOnTrial() {
    onTrial = true;
  }

  /** It has booted. */
  void acquit() {
    onTrial = false;
  }

  boolean isOnTrial() {
    return onTrial;
  }

  JavaCommand command() {
    return command;
  }

  Path report() {
    return report;
  }

  /** Whether its task has begun. */
  boolean hasBegun() {
    return ExitReport.read(report).began();
  }

  /** Sends SIGTERM, and leaves the pipes open, which {@link Process#destroy} would close. */
  void askToEnd() {
    // a child would take that for this JVM's death, and its last words would be lost
    boolean ignored = process.toHandle().destroy();
    if (!hasBegun()) {
      muteErrors();
    }
  }

  /** A JVM that is told to end while it boots has nothing to say but that it could not log this. */
  private void muteErrors() {
    try {
      process.getErrorStream().close();
    } catch (IOException e) {
      // it has ended
    }
  }

  /** After its end: gives back its pipe and its files. */
  void cleanUp() {
    input.close();
    deleteQuietly(report);
    candidate.forget();
    giveBack(command);
  }

  private static void giveBack(JavaCommand command) {
    deleteQuietly(command.argumentFile().orElse(null));
    command.debugging().ifPresent(Debugging::close);
  }

  private static void deleteQuietly(Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // the janitor removes it with the folder
      }
    }
  }
}
