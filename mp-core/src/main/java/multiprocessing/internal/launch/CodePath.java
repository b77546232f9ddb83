package multiprocessing.internal.launch;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/** Where a child JVM finds the classes that this one has. */
final class CodePath {
  private CodePath() {}

  /** The options that tell the child's launcher. */
  static List<String> options() {
    return List.of("-cp", absolute(System.getProperty("java.class.path"), Path.of("")));
  }

  /**
   * Entries made absolute, because a child may run in another directory; an empty one is the
   * directory.
   */
  static String absolute(String classPath, Path directory) {
    StringJoiner absolute = new StringJoiner(File.pathSeparator);
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (entry.endsWith("*")) {
        String folder = entry.substring(0, entry.length() - 1);
        absolute.add(directory.resolve(folder).toAbsolutePath() + File.separator + "*");
      } else {
        absolute.add(directory.resolve(entry).toAbsolutePath().toString());
      }
    }
    return absolute.toString();
  }
}
