package multiprocessing.internal.launch;

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
          "-disablesystemassertions");

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

  private static void addProperty(String argument, Properties properties, List<String> to) {
    String name = SystemProperties.nameIn(argument);
    String value = properties.getProperty(name);
    if (value != null && SystemProperties.isReadAtBoot(name)) {
      to.add("-D" + name + "=" + value);
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
