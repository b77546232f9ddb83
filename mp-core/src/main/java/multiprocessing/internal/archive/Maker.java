package multiprocessing.internal.archive;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes one archive, in the background. */
final class Maker extends Thread {
  /*
   * A JVM of its own loads the library's classes and leaves the archive when it ends. It runs at low priority, on the
   * leash of a shell that does not: that shell's standard input is a pipe from this process, and at its end, which
   * comes with any end of this process, the JVM is killed. It could not do that as fast by itself: what has to end in
   * order writes the archive first. One that dies half-way leaves a temporary file, which the next maker removes.
   *
   * The shell ignores a terminal's signals, and so does the JVM: neither ends before the pipe does. While it waits for
   * the JVM, the JVM's pid is nobody else's.
   */
  private static final String LEASH =
      """
      trap '' HUP INT QUIT TERM
      exec 3<&0 </dev/null
      "$@" 3<&- &
      maker=$!
      {
        read -r line
        kill -s 0 $$ && kill -s KILL $maker
      } <&3 &
      exec 3<&-
      wait $maker
      status=$?
      kill -s KILL $!
      exit $status
      """;

  /** Programs that are over by then are not worth it. */
  private static final long DELAY_MILLIS = 250;

  private static final long ANOTHER_MAKER_MILLIS = 500;
  private static final int ANOTHER_MAKER_TIMES = 60;
  private static final long LIMIT_SECONDS = 60;
  private static final Path NICE = Path.of("/usr/bin/nice");

  private final Cache cache;
  private final Recipe recipe;
  private final String trainingClass;

  Maker(Cache cache, Recipe recipe, String trainingClass) {
    super("mp-archive-" + ProcessHandle.current().pid());
    setDaemon(true);
    this.cache = cache;
    this.recipe = recipe;
    this.trainingClass = trainingClass;
  }

  @Override
  public void run() {
    try {
      TimeUnit.MILLISECONDS.sleep(DELAY_MILLIS);
      for (int i = 0; i < ANOTHER_MAKER_TIMES && cache.find(recipe) == null; i++) {
        try (FileChannel lock = cache.tryLock()) {
          if (lock != null) {
            makeIfMissing();
            break;
          }
        }
        TimeUnit.MILLISECONDS.sleep(ANOTHER_MAKER_MILLIS);
      }
    } catch (InterruptedException | IOException e) {
      // children boot without, a little slower
    }
  }

  private void makeIfMissing() throws IOException, InterruptedException {
    if (cache.find(recipe) == null && LibraryJars.mayComeFirst(recipe.jars())) {
      cache.tidy(Cache.LIMIT_BYTES);
      Path archive = cache.temporary("archive");
      Path profile = cache.temporary("profile");
      try {
        if (dump(archive, profile) && Files.isRegularFile(archive)) {
          cache.store(recipe, archive);
        }
      } finally {
        Files.deleteIfExists(archive);
        Files.deleteIfExists(profile);
      }
    }
  }

  private boolean dump(Path archive, Path profile) throws IOException, InterruptedException {
    if (!recipe.ahead()) {
      return ran(List.of("-XX:ArchiveClassesAtExit=" + archive), trainingClass);
    }
    return ran(List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + profile), trainingClass)
        && ran(
            List.of(
                "-XX:AOTMode=create", "-XX:AOTConfiguration=" + profile, "-XX:AOTCache=" + archive),
            "");
  }

  private boolean ran(List<String> options, String mainClass)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", LEASH, "sh"));
    if (Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", "10"));
    }
    command.add(recipe.java());
    command.addAll(recipe.options());
    command.addAll(options);
    command.addAll(List.of("-Xlog:disable", "-XX:-UsePerfData", "-cp", classPath()));
    if (!mainClass.isEmpty()) {
      command.add(mainClass);
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
        .forEach(builder.environment()::remove);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.directory(new File("/"));
    Process shell = builder.start();
    try (OutputStream leash = shell.getOutputStream()) {
      return shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && shell.exitValue() == 0;
    } finally {
      int ignored = shell.waitFor();
    }
  }

  private String classPath() {
    return String.join(File.pathSeparator, recipe.jars().stream().map(File::getPath).toList());
  }
}
