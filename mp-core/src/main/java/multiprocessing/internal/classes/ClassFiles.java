package multiprocessing.internal.classes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.Collections;
import java.util.List;

/** Finds the file that a class was made from. */
final class ClassFiles {
  private ClassFiles() {}

  /** The content of the file, or null if the class's loader offers none. */
  static byte[] read(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    ClassLoader loader = type.getClassLoader();
    URL file = find(type, loader, name);
    try (InputStream in = file == null ? loader.getResourceAsStream(name) : file.openStream()) {
      return in == null ? null : in.readAllBytes();
    }
  }

  /** Where the class was loaded from; empty if that is not known. */
  static String codeSource(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null ? "" : location.toString();
  }

  /**
   * A loader that looks for classes at home first may look for resources at its parent's first, and
   * there is another class of that name then. So of several files the one is taken that lies where
   * the class says that it comes from.
   */
  private static URL find(Class<?> type, ClassLoader loader, String name) throws IOException {
    if (loader instanceof URLClassLoader known) {
      URL own = known.findResource(name);
      if (own != null) {
        return own;
      }
    }
    List<URL> files = Collections.list(loader.getResources(name));
    String home = codeSource(type);
    for (URL file : files) {
      if (files.size() == 1 || (!home.isEmpty() && file.toString().contains(home))) {
        return file;
      }
    }
    return null;
  }
}
