package multiprocessing.internal.archive;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What an archive is made from; another recipe needs another archive.
 *
 * @param java the java launcher
 * @param options the JVM options that matter, and that the archiving JVM gets, too
 * @param jars the jars whose classes are archived
 * @param ahead whether it is an AOT cache, which Java 25 has, or a dynamic class-data archive
 */
record Recipe(String java, List<String> options, List<File> jars, boolean ahead) {

  /** Of a child's command line; null if no archive can serve it. */
  static Recipe of(List<String> line, List<File> jars) {
    List<String> options =
        line.subList(1, line.indexOf("-cp")).stream().filter(Recipe::matters).toList();
    for (String option : options) {
      if (option.startsWith("--limit-modules")
          || option.startsWith("--module-path")
          || option.startsWith("--upgrade-module-path")
          || option.startsWith("--patch-module")) {
        return null;
      }
    }
    boolean ahead =
        Runtime.version().feature() >= 25 && options.stream().noneMatch(Recipe::changesModules);
    return new Recipe(line.get(0), options, jars, ahead);
  }

  static boolean matters(String option) {
    return option.startsWith("--") || option.matches("-XX:\\+Use.*GC");
  }

  /** An AOT cache holds the module graph, and a JVM with another one refuses all of it. */
  private static boolean changesModules(String option) {
    return option.startsWith("--add-") || option.startsWith("--enable-preview");
  }

  /** All that makes the archive what it is, in lines. */
  String description() {
    StringBuilder text = new StringBuilder("mp-archive 1\n");
    for (String property :
        List.of("java.vm.name", "java.vm.version", "java.runtime.version", "os.arch")) {
      text.append(property).append(' ').append(System.getProperty(property)).append('\n');
    }
    text.append("java ").append(java).append('\n');
    text.append("ahead ").append(ahead).append('\n');
    options.forEach(option -> text.append("option ").append(option).append('\n'));
    for (File jar : jars) {
      text.append("jar ").append(jar).append(' ').append(jar.length());
      text.append(' ').append(jar.lastModified()).append('\n');
    }
    return text.toString();
  }

  /** A file name for it, which two recipes share only by a rare accident. */
  String name() {
    String description = description();
    CRC32 sum = new CRC32();
    sum.update(description.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x%08x", sum.getValue(), description.hashCode());
  }
}
