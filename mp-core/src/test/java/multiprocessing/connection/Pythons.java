package multiprocessing.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The CPythons on this machine. */
final class Pythons {
  private static final Path PYENV = Path.of(System.getProperty("user.home"), ".pyenv", "versions");

  private Pythons() {}

  /** One of a version, as "3.8". */
  static Optional<String> version(String wanted) throws IOException {
    return installed().stream()
        .filter(path -> path.getFileName().toString().startsWith(wanted + "."))
        .map(Pythons::executable)
        .findFirst();
  }

  /** The first of some versions that is here; else the one on the PATH, if it is as new as 3.12. */
  static Optional<String> newest() throws IOException, InterruptedException {
    for (String wanted : List.of("3.14", "3.13", "3.12")) {
      Optional<String> found = version(wanted);
      if (found.isPresent()) {
        return found;
      }
    }
    try {
      java.lang.Process probe =
          new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 12))")
              .redirectErrorStream(true)
              .start();
      return probe.waitFor() == 0 ? Optional.of("python3") : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // there is none
    }
  }

  private static String executable(Path version) {
    return version.resolve("bin").resolve("python3").toString();
  }

  private static List<Path> installed() throws IOException {
    if (!Files.isDirectory(PYENV)) {
      return List.of();
    }
    try (Stream<Path> versions = Files.list(PYENV)) {
      return versions
          .filter(path -> Files.isExecutable(path.resolve("bin").resolve("python3")))
          .sorted()
          .toList();
    }
  }
}
