package multiprocessing.internal.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** How a child JVM gets the named modules that this one has. */
final class ModulePath {
  /*
   * The child's graph of modules begins with all modules of this JVM's that are not the JDK's: what they require
   * follows, as it did here. The module that a child's command names is the library's own, not the user's: only the
   * user's classes are needed there, not their main.
   */
  private ModulePath() {}

  /** The options; none if this JVM has no named modules but the JDK's. */
  static List<String> options() {
    List<String> options = new ArrayList<>();
    String path = System.getProperty("jdk.module.path");
    if (path != null && !path.isEmpty()) {
      options.add("--module-path=" + CodePath.absolute(path, Path.of("")));
    }
    TreeSet<String> names = new TreeSet<>();
    for (Module module : ModuleLayer.boot().modules()) {
      if (!isJdk(module.getName())) {
        names.add(module.getName());
      }
    }
    if (!names.isEmpty()) {
      options.add("--add-modules=" + String.join(",", names));
    }
    return options;
  }

  /** The main class of a child, as the last words of its command. */
  static List<String> main() {
    Module library = ChildMain.class.getModule();
    return library.isNamed() && library.getLayer() == ModuleLayer.boot()
        ? List.of("--module", library.getName() + "/" + ChildMain.class.getName())
        : List.of(ChildMain.class.getName());
  }

  private static boolean isJdk(String name) {
    return name.startsWith("java.") || name.startsWith("jdk.");
  }
}
