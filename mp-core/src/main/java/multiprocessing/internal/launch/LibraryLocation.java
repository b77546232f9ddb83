package multiprocessing.internal.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import multiprocessing.internal.classes.JvmLoaders;
import multiprocessing.internal.resource.Family;

/**
 * Where this library lies, if a class loader of the user's has it from somewhere that is not on the
 * class path, so that a child could not even boot.
 */
final class LibraryLocation {
  /*
   * One file of each jar that a child may need is looked for; where it is found, there is the jar. A jar inside
   * another one, as Spring Boot has them, is copied out, once a family, into the family's folder. All else that the
   * child needs, it asks for (see ClassSharing); what it must have from the beginning is mp-core and what mp-core uses:
   * a dependency that is added there needs a line here.
   */
  private static final String[] SAMPLES = {
    "multiprocessing/internal/launch/ChildMain.class",
    "com/esotericsoftware/kryo/kryo5/io/Output.class",
    "org/slf4j/Logger.class"
  };

  private static final Object LOCK = new Object();

  // Mutable state, guarded by LOCK
  private static Path copiedInto;
  private static final Map<String, Path> COPIES = new LinkedHashMap<>();

  private LibraryLocation() {}

  /** Whether children would not find the library by the class path or the module path. */
  static boolean areNeeded() {
    return JvmLoaders.isForeign(JvmLoaders.library());
  }

  /**
   * The jars and folders, for a class path.
   *
   * @throws IOException if this library lies where no child JVM could read it
   */
  static List<String> paths(Family family) throws IOException {
    List<String> paths = new ArrayList<>();
    for (String sample : SAMPLES) {
      URL url = JvmLoaders.library().getResource(sample);
      if (url != null) {
        String path = root(url, sample, family).toString();
        if (!paths.contains(path)) {
          paths.add(path);
        }
      }
    }
    return paths;
  }

  private static Path root(URL url, String sample, Family family) throws IOException {
    String text = url.toString();
    String home = text.substring(0, text.length() - sample.length());
    try {
      if (home.startsWith("file:")) {
        return Path.of(new URI(home));
      }
      boolean plainJar = home.startsWith("jar:file:") && home.indexOf("!/") == home.length() - 2;
      if (plainJar) {
        return Path.of(new URI(home.substring("jar:".length(), home.length() - "!/".length())));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw unreadable(url, e);
    }
    synchronized (LOCK) {
      if (!family.folder().equals(copiedInto)) {
        copiedInto = family.folder();
        COPIES.clear();
      }
      Path copy = COPIES.get(home);
      if (copy == null) {
        copy = copy(url, family);
        COPIES.put(home, copy);
      }
      return copy;
    }
  }

  private static Path copy(URL url, Family family) throws IOException {
    URLConnection connection = url.openConnection();
    if (!(connection instanceof JarURLConnection inJar)) {
      throw unreadable(url, null);
    }
    Path copy = Path.of(family.newPath("library") + ".jar");
    JarFile jar = inJar.getJarFile();
    try (OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream in = jar.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(copy);
      throw e;
    } finally {
      if (!inJar.getUseCaches()) {
        jar.close();
      }
    }
    return copy;
  }

  private static IOException unreadable(URL url, Exception cause) {
    return new IOException(
        "this library was loaded from "
            + url
            + ", which a child JVM cannot read; give children its jars with the option -cp,"
            + " separated by "
            + File.pathSeparator,
        cause);
  }
}
