package multiprocessing.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Finds the newest CPython on this machine: on the PATH and among those of pyenv. */
final class PythonFinder {
  private static final Python OLDEST = new Python("3.8.0", "");
  private static final long PROBE_LIMIT_SECONDS = 10;

  // The executable behind a shim, so that no run goes through the shim.
  private static final String PROBE =
      "import sys, _multiprocessing; print('%d.%d.%d' % sys.version_info[:3], sys.executable)";

  /** A Python that can do multiprocessing. */
  record Python(String version, String executable) implements Comparable<Python> {
    @Override
    public int compareTo(Python other) {
      return Arrays.compare(numbers(), other.numbers());
    }

    private int[] numbers() {
      return Arrays.stream(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    }
  }

  private PythonFinder() {}

  static Optional<Python> newest() throws IOException, InterruptedException {
    Optional<Python> newest = Optional.empty();
    for (Path candidate : candidates()) {
      Optional<Python> python = probe(candidate.toString());
      if (python.isPresent() && (newest.isEmpty() || python.get().compareTo(newest.get()) > 0)) {
        newest = python;
      }
    }
    return newest;
  }

  /** Asks an executable what it is; empty if it is no Python that we can use. */
  static Optional<Python> probe(String executable) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(executable, "-c", PROBE)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    try {
      if (!process.waitFor(PROBE_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return Optional.empty();
      }
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int space = output.indexOf(' ');
      if (space < 0) {
        return Optional.empty();
      }
      Python python = new Python(output.substring(0, space), output.substring(space + 1));
      return python.compareTo(OLDEST) < 0 ? Optional.empty() : Optional.of(python);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Set<Path> candidates() throws IOException {
    Set<Path> candidates = new LinkedHashSet<>();
    for (String folder :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        candidates.addAll(matching(Path.of(folder), "python3{,.[0-9],.[0-9][0-9]}"));
      }
    }
    Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
    for (Path version : matching(pyenv, "*")) {
      candidates.addAll(matching(version.resolve("bin"), "python3"));
    }
    return candidates;
  }

  private static List<Path> matching(Path folder, String glob) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      List<Path> paths = new ArrayList<>();
      entries.forEach(paths::add);
      return paths;
    }
  }
}
