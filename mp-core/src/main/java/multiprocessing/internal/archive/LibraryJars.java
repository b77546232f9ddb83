package multiprocessing.internal.archive;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The jars that hold the library: only they are archived, and they come first on a child's class
 * path.
 */
final class LibraryJars {
  /*
   * An archive holds for class paths that begin with the jars that it was made from. Jars with nobody else's packages
   * in them can be put first without a change for anyone; any other, such as an application in one jar with all it
   * needs, only where it is first already.
   */
  private static final Pattern SIBLING = Pattern.compile("mp-(sync|shared|pool)-.*\\.jar");
  private static final String OURS = "multiprocessing/";
  private static final String KRYOS = "com/esotericsoftware/kryo/kryo5/";

  private LibraryJars() {}

  /**
   * Finds them.
   *
   * @param core a class of this module
   * @param kryo a class of Kryo
   * @param classPath a child's class path
   * @return none if the library is not in jars that can come first
   */
  static List<File> find(Class<?> core, Class<?> kryo, List<String> classPath) {
    File coreJar = jarOf(core);
    File kryoJar = jarOf(kryo);
    if (coreJar == null || kryoJar == null) {
      return List.of();
    }
    if (coreJar.equals(kryoJar)) {
      return classPath.get(0).equals(coreJar.getPath()) ? List.of(coreJar) : List.of();
    }
    List<File> jars = new ArrayList<>(List.of(coreJar, kryoJar));
    for (String entry : classPath) {
      File file = new File(entry);
      if (SIBLING.matcher(file.getName()).matches() && file.isFile()) {
        jars.add(file);
      }
    }
    return jars;
  }

  /** Puts the jars first on a class path. */
  static List<String> first(List<File> jars, List<String> classPath) {
    List<String> reordered = new ArrayList<>();
    for (File jar : jars) {
      reordered.add(jar.getPath());
    }
    for (String entry : classPath) {
      if (!reordered.contains(entry)) {
        reordered.add(entry);
      }
    }
    return reordered;
  }

  /** Whether they hold no classes but the library's and Kryo's; one application jar may. */
  static boolean mayComeFirst(List<File> jars) throws IOException {
    for (File jar : jars) {
      if (jars.size() > 1 && !isOurs(jar)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOurs(File jar) throws IOException {
    try (JarFile open = new JarFile(jar)) {
      for (Enumeration<JarEntry> each = open.entries(); each.hasMoreElements(); ) {
        String name = each.nextElement().getName();
        boolean ours =
            name.endsWith("/")
                || name.startsWith("META-INF/")
                || name.startsWith(OURS)
                || name.startsWith(KRYOS)
                || name.equals("module-info.class");
        if (!ours) {
          return false;
        }
      }
      return true;
    }
  }

  private static File jarOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || !"file".equals(source.getLocation().getProtocol())) {
      return null;
    }
    try {
      File file = Path.of(source.getLocation().toURI()).toFile();
      return file.isFile() ? file : null;
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null; // not from a jar file
    }
  }
}
