package multiprocessing.internal.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The program that runs a child's JVM.
 *
 * @param path where it is
 * @param feature the Java version, such as 17, of what it runs
 */
record JavaProgram(Path path, int feature) {

  /**
   * The program for the next child.
   *
   * @throws IOException if it is not there, or may not be run
   */
  static JavaProgram current() throws IOException {
    Path chosen = LaunchSettings.executable();
    if (chosen == null) {
      return new JavaProgram(own(), Runtime.version().feature());
    }
    if (!Files.isRegularFile(chosen) || !Files.isExecutable(chosen)) {
      throw new IOException(
          "the java that was set is "
              + (Files.exists(chosen) ? "no program that may be run: " : "not there: ")
              + chosen);
    }
    return new JavaProgram(chosen, featureOf(chosen));
  }

  /** Whether its JVM knows an option of this JVM, rather than refuse to start because of it. */
  boolean knows(String option) {
    if (option.startsWith("--sun-misc-unsafe-memory-access")) {
      return feature >= 23;
    }
    return !option.startsWith("--illegal-native-access") || feature >= 24;
  }

  /** The java launcher of this JVM's own installation. */
  static Path own() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /**
   * A JDK says its version in the file {@code release}; of anything else, a script perhaps, it is
   * assumed that it runs a JVM like this one.
   */
  private static int featureOf(Path java) throws IOException {
    Path release = java.toRealPath().resolveSibling("../release").normalize();
    if (Files.isRegularFile(release)) {
      Properties said = new Properties();
      try (InputStream in = Files.newInputStream(release)) {
        said.load(in);
      }
      String version = said.getProperty("JAVA_VERSION", "").replace("\"", "");
      if (!version.isEmpty()) {
        return Runtime.Version.parse(version).feature();
      }
    }
    return Runtime.version().feature();
  }
}
