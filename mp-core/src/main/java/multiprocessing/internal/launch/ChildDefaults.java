package multiprocessing.internal.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that every child JVM gets, before inherited ones and the caller's own, which win. */
final class ChildDefaults {
  private static final String ERROR_FILE = "-XX:ErrorFile=";

  private ChildDefaults() {}

  /**
   * Where the JVM of a child reports a crash. That is for people: it outlives the family on
   * purpose.
   *
   * @param directory the child's own working directory, or null
   */
  static Path errorFile(List<String> jvmOptions, Path directory, long pid) {
    String file = defaultErrorFile();
    for (String option : jvmOptions) {
      if (option.startsWith(ERROR_FILE)) {
        file = option.substring(ERROR_FILE.length());
      }
    }
    Path folder = directory == null ? Path.of("") : directory;
    return folder.resolve(file.replace("%p", Long.toString(pid)).replace("%%", "%"));
  }

  private static String defaultErrorFile() {
    return Path.of(System.getProperty("java.io.tmpdir")).resolve("hs_err_pid%p.log").toString();
  }

  /**
   * The defaults.
   *
   * @param jvmOptions the caller's own options, some of which replace a default
   * @param feature the child's Java version, such as 17: a JVM refuses options that it does not
   *     know
   */
  static List<String> of(List<String> jvmOptions, int feature) {
    List<String> defaults = new ArrayList<>();
    if (jvmOptions.stream().noneMatch(ChildDefaults::choosesCollector)) {
      defaults.add("-XX:+UseSerialGC");
    }
    defaults.add("-XX:-UsePerfData");
    defaults.add("-XX:+DisplayVMOutputToStderr");
    defaults.add(ERROR_FILE + defaultErrorFile());
    defaults.add("-Xlog:disable");
    defaults.add("-Xlog:all=warning:stderr");
    if (feature >= 24) {
      defaults.add("--enable-native-access=ALL-UNNAMED");
      defaults.add("--sun-misc-unsafe-memory-access=allow");
    }
    return defaults;
  }

  private static boolean choosesCollector(String option) {
    return option.startsWith("-XX:+Use") && option.endsWith("GC");
  }
}
