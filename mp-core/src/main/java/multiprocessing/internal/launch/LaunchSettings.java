package multiprocessing.internal.launch;

import java.nio.file.Path;
import java.util.List;

/**
 * What this program chose for all children that it starts from now on. Children do not inherit it:
 * their own children start as they were started.
 */
public final class LaunchSettings {
  // Mutable state, each guarded by being volatile: read at each start, written by the user's main
  private static volatile Path executable;
  private static volatile List<String> preload = List.of();

  private LaunchSettings() {}

  /** The program that runs children's JVMs, or null for this JVM's own. */
  public static Path executable() {
    return executable;
  }

  /** Chooses the program that runs children's JVMs; null for this JVM's own. */
  public static void setExecutable(Path java) {
    executable = java;
  }

  /** Names of the classes that a standby loads and initializes before it gets a task. */
  public static List<String> preload() {
    return preload;
  }

  /** Chooses the classes that standbys load from now on; copied. */
  public static void setPreload(List<String> classNames) {
    preload = List.copyOf(classNames);
  }
}
