package multiprocessing.internal.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The variables of an environment by which JVM options come beside the command line. */
final class ToolOptions {
  private static final String[] NAMES = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"};

  private ToolOptions() {}

  static void removeFrom(Map<String, String> environment) {
    for (String name : NAMES) {
      environment.remove(name);
    }
  }

  static void addTo(Map<String, String> environment) {
    for (String name : NAMES) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
  }

  /** The options that a child with this plan gets by such variables. */
  static List<String> of(ChildPlan plan) {
    List<String> options = new ArrayList<>();
    for (String name : NAMES) {
      String inherited = plan.options().toolOptions() ? System.getenv(name) : null;
      String value = plan.environment().getOrDefault(name, inherited);
      if (value != null) {
        options.addAll(List.of(value.strip().split("\\s+", -1)));
      }
    }
    return options;
  }
}
