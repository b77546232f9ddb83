package multiprocessing.internal.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The options that every child JVM gets, before inherited ones and the caller's own, which win. */
final class ChildDefaults {
  /*
   * A JVM takes a quarter of the memory that its container or machine has, and knows nothing of the others beside it. So
   * children that are known to be many share half of it. The percentages are of what the child itself finds, because a
   * launcher may put it into a container of its own. Nothing is said of processors: a child sees the same affinity
   * and quota as its parent; a number that the parent was given by -XX:ActiveProcessorCount is inherited.
   */
  /** What the heaps of all children may take together, in percent of the memory. */
  private static final double ALL_CHILDREN = 50;

  /** Up to so many may take what a JVM takes by default. */
  static final int FEW = 2;

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
   * @param siblings how many children like it are expected at once
   */
  static List<String> of(List<String> jvmOptions, int feature, int siblings) {
    List<String> defaults = new ArrayList<>();
    if (siblings > FEW && jvmOptions.stream().noneMatch(ChildDefaults::choosesHeap)) {
      String percent = String.format(Locale.ROOT, "%.3f", Math.max(1, ALL_CHILDREN / siblings));
      defaults.add("-XX:MaxRAMPercentage=" + percent);
      defaults.add("-XX:MinRAMPercentage=" + percent); // its name for machines with little memory
    }
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

  private static boolean choosesHeap(String option) {
    return option.startsWith("-Xmx")
        || option.startsWith("-XX:MaxHeapSize")
        || option.startsWith("-XX:MaxRAM");
  }

  private static boolean choosesCollector(String option) {
    return option.startsWith("-XX:+Use") && option.endsWith("GC");
  }
}
