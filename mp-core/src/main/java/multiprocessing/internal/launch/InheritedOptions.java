package multiprocessing.internal.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Which options of this JVM's own command line a child JVM gets. */
final class InheritedOptions {
  private static final List<String> PREFIXES =
      List.of(
          "--add-opens",
          "--add-exports",
          "--add-reads",
          "--add-modules",
          "--enable-preview",
          "--enable-native-access",
          "--illegal-native-access",
          "--sun-misc-unsafe-memory-access",
          "--limit-modules",
          "--patch-module",
          "--upgrade-module-path",
          "-Xbootclasspath/a:",
          "-ea",
          "-enableassertions",
          "-da",
          "-disableassertions",
          "-esa",
          "-enablesystemassertions",
          "-dsa",
          "-disablesystemassertions",
          "-XX:ActiveProcessorCount");

  private static final String JAVA_AGENT = "-javaagent:";
  private static final String NATIVE_AGENT = "-agentpath:";
  private static final String LIBRARY_AGENT = "-agentlib:";

  private static final String SYSTEM_CLASS_LOADER = "java.system.class.loader";

  private InheritedOptions() {}

  /**
   * Picks from the options that this JVM was started with.
   *
   * @param arguments this JVM's options, without the main class and its arguments
   * @param properties this JVM's system properties now: one that was removed since is not passed
   *     on, one that was changed is passed on with its new value. Only those are passed on here
   *     that a JVM itself may read before its main; the others travel unseen, with the task
   */
  static List<String> of(List<String> arguments, Properties properties) {
    List<String> inherited = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("-D")) {
        addProperty(argument, properties, inherited);
      } else if (isInherited(argument)) {
        inherited.add(argument);
      }
    }
    return inherited;
  }

  /** The agents of this JVM, without a debugger, which can only serve one JVM. */
  static List<String> agents(List<String> arguments) {
    List<String> agents = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith(JAVA_AGENT)) {
        agents.add(absolute(argument, JAVA_AGENT));
      } else if (argument.startsWith(NATIVE_AGENT) && !isDebugger(argument)) {
        agents.add(absolute(argument, NATIVE_AGENT));
      } else if (argument.startsWith(LIBRARY_AGENT) && !isDebugger(argument)) {
        agents.add(argument);
      }
    }
    return agents;
  }

  /** Whether an option makes a JVM wait for a debugger. */
  static boolean isDebugger(String option) {
    return option.startsWith("-agentlib:jdwp")
        || option.startsWith("-Xrunjdwp")
        || (option.startsWith(NATIVE_AGENT) && option.contains("jdwp"));
  }

  /** A child may run in another directory. */
  private static String absolute(String agent, String kind) {
    int options = agent.indexOf('=');
    String path = agent.substring(kind.length(), options < 0 ? agent.length() : options);
    String rest = options < 0 ? "" : agent.substring(options);
    return kind + Path.of(path).toAbsolutePath() + rest;
  }

  private static void addProperty(String argument, Properties properties, List<String> to) {
    String name = SystemProperties.nameIn(argument);
    String value = properties.getProperty(name);
    if (value == null || SystemProperties.belongsToOneJvm(name)) {
      return;
    }
    if (SystemProperties.isReadAtBoot(name)) {
      to.add("-D" + name + "=" + value);
    } else if (properties.getProperty(SYSTEM_CLASS_LOADER) != null) {
      to.add(argument); // the user's own system class loader may need it before any main
    }
  }

  private static boolean isInherited(String argument) {
    for (String prefix : PREFIXES) {
      if (argument.startsWith(prefix) && isWhole(argument, prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWhole(String argument, String prefix) {
    if (argument.length() == prefix.length() || prefix.endsWith(":")) {
      return true;
    }
    char next = argument.charAt(prefix.length());
    return next == '=' || next == ':';
  }
}
