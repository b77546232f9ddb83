package multiprocessing.internal.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** Which system properties a child JVM gets from its parent. */
final class SystemProperties {
  /** Set by each JVM for itself; a parent's value would be a lie in the child. */
  private static final Set<String> OWN =
      Set.of(
          "file.separator",
          "java.class.path",
          "java.class.version",
          "java.home",
          "java.library.path",
          "java.runtime.name",
          "java.runtime.version",
          "java.specification.maintenance.version",
          "java.specification.name",
          "java.specification.vendor",
          "java.specification.version",
          "java.vendor",
          "java.vendor.url",
          "java.vendor.url.bug",
          "java.vendor.version",
          "java.version",
          "java.version.date",
          "line.separator",
          "native.encoding",
          "os.arch",
          "os.name",
          "os.version",
          "path.separator",
          "sun.arch.data.model",
          "sun.boot.library.path",
          "sun.cpu.endian",
          "sun.cpu.isalist",
          "sun.io.unicode.encoding",
          "sun.java.command",
          "sun.java.launcher",
          "sun.jnu.encoding",
          "sun.management.compiler",
          "sun.os.patch.level",
          "user.dir",
          "user.home",
          "user.name");

  private SystemProperties() {}

  /**
   * True for what describes, or must be unique to, one JVM: its version, its debugger, its JMX
   * port.
   */
  static boolean belongsToOneJvm(String name) {
    return OWN.contains(name)
        || name.startsWith("java.vm.")
        || name.startsWith("jdk.module.")
        || name.equals("jdk.debug")
        || name.startsWith("com.sun.management.")
        || name.startsWith("java.rmi.server.");
  }

  /**
   * True for what a JVM may read before its main, so that it must stand on the command line, where
   * all users of the machine can see it; a program's own properties, passwords among them, need
   * not.
   */
  static boolean isReadAtBoot(String name) {
    return !belongsToOneJvm(name)
        && (name.startsWith("java.")
            || name.startsWith("jdk.")
            || name.startsWith("sun.")
            || name.startsWith("user.")
            || name.startsWith("file.")
            || name.startsWith("stdout.")
            || name.startsWith("stderr."));
  }

  /**
   * The properties to set in the child before its task begins.
   *
   * @param jvmOptions the child's own options: what one of them sets wins; a property that a JVM
   *     reads at its boot stays as the JVM made it of the option
   */
  static Map<String, String> toTravel(Properties properties, List<String> jvmOptions) {
    Map<String, String> travelling = new LinkedHashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (!belongsToOneJvm(name)) {
        travelling.put(name, properties.getProperty(name));
      }
    }
    for (String option : jvmOptions) {
      if (option.startsWith("-D")) {
        addOwn(option, travelling);
      }
    }
    return travelling;
  }

  /** Set once more than on the command line, which the launcher of an application image has not. */
  private static void addOwn(String option, Map<String, String> travelling) {
    String name = nameIn(option);
    travelling.remove(name);
    if (!belongsToOneJvm(name) && !isReadAtBoot(name)) {
      travelling.put(name, option.contains("=") ? option.substring(name.length() + 3) : "");
    }
  }

  /** Of those that travel, the ones that a JVM's libraries may read only once, before a task. */
  static Map<String, String> readOnce(Map<String, String> travelling) {
    Map<String, String> read = new LinkedHashMap<>();
    for (Map.Entry<String, String> property : travelling.entrySet()) {
      if (isReadAtBoot(property.getKey())) {
        read.put(property.getKey(), property.getValue());
      }
    }
    return read;
  }

  /** The name that an option such as {@code -Dname=value} sets. */
  static String nameIn(String option) {
    int equals = option.indexOf('=');
    return option.substring(2, equals < 0 ? option.length() : equals);
  }
}
