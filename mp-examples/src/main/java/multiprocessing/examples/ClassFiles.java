package multiprocessing.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The class files of the running JDK, named by their paths in its image. */
final class ClassFiles {
  private ClassFiles() {}

  /** The paths of the first class files, in the order of their names, at most {@code limit}. */
  static List<String> first(int limit) {
    try (Stream<Path> files = Files.walk(image().getPath("/modules"))) {
      return files
          .map(Path::toString)
          .filter(path -> path.endsWith(".class"))
          .sorted()
          .limit(limit)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the class files of the JDK", e);
    }
  }

  /** The bytes of one. The same path gives the same bytes in every JVM of the same JDK. */
  static byte[] read(String path) {
    try {
      return Files.readAllBytes(image().getPath(path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " from the JDK", e);
    }
  }

  /** Counts the instructions of one; a malformed one is named in the exception. */
  static Histogram count(String path) {
    try {
      return InstructionCounter.count(read(path));
    } catch (MalformedClassException e) {
      throw new MalformedClassException(path + ": " + e.getMessage());
    }
  }

  private static FileSystem image() {
    return FileSystems.getFileSystem(URI.create("jrt:/"));
  }
}
