package multiprocessing.internal.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import multiprocessing.internal.resource.Family;

/** Where a child JVM finds the classes that this one has. */
final class CodePath {
  private CodePath() {}

  /**
   * The options that tell the child's launcher.
   *
   * @throws IOException if this library lies where a child could not read it
   */
  static List<String> options() throws IOException {
    List<String> options = new ArrayList<>(ModulePath.options());
    StringJoiner classPath = new StringJoiner(File.pathSeparator);
    if (LibraryLocation.areNeeded()) {
      LibraryLocation.paths(Family.current()).forEach(classPath::add);
    }
    String own = System.getProperty("java.class.path", "");
    // where there is a main module, an empty class path is none; else it is the current directory
    if (!own.isEmpty() || System.getProperty("jdk.module.main") == null) {
      classPath.add(absolute(own, Path.of("")));
    }
    if (classPath.length() > 0) {
      options.add("-cp");
      options.add(classPath.toString());
    }
    return options;
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
