package multiprocessing.internal.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import multiprocessing.internal.archive.ClassArchives;
import multiprocessing.internal.resource.Family;
import multiprocessing.spi.Launcher;

/**
 * How a child is launched once more, without an archive of classes.
 *
 * @param family whose member it is
 * @param line its command without the archive
 * @param builder its environment, directory and redirections
 * @param launcher who starts the command
 */
record SecondLaunch(Family family, List<String> line, ProcessBuilder builder, Launcher launcher) {
  /*
   * An archive is checked before a JVM boots with it. What a JVM does with one that is damaged all the same is to crash
   * before its main. So a JVM on trial that crashes before it has read its task has begun nothing, and another one,
   * without the archive, gets the task; nobody uses the archive again.
   */
  /** SIGILL, SIGABRT (which is how a JVM ends that crashes), SIGBUS, SIGSEGV. */
  private static final Set<Integer> CRASHES = Set.of(128 + 4, 128 + 6, 128 + 7, 128 + 11);

  /** Whether the archive is to blame for the end of a JVM. */
  static boolean isDue(LaunchedJvm ended, int status) {
    return ended.isOnTrial() && CRASHES.contains(status) && !ExitReport.read(ended.report()).told();
  }

  /**
   * Sees to it that nobody uses the archive again, or finds a report of a crash that cost nothing.
   */
  static void dropArchive(Path crashReport) {
    ClassArchives.drop();
    try {
      Files.deleteIfExists(crashReport);
    } catch (IOException e) {
      // then somebody finds it
    }
  }

  /**
   * Launches it.
   *
   * @throws IOException if the operating system refuses
   */
  LaunchedJvm launch() throws IOException {
    JavaCommand command = JavaCommand.of(family, line);
    builder.command(command.words());
    return LaunchedJvm.launch(family, command, builder, launcher);
  }
}
