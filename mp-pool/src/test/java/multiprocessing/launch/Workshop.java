package multiprocessing.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Makes programs: compiles them, and packs them up in all the ways there are. */
final class Workshop {
  private final Path folder;
  private final List<Path> libraries;

  Workshop(Path folder) throws IOException {
    this.folder = folder;
    this.libraries = List.copyOf(layOut(folder));
  }

  /** The library's jars, and those that it needs, in the folder libs. */
  List<Path> libraries() {
    return libraries;
  }

  /** As a build tool would. */
  private static List<Path> layOut(Path folder) throws IOException {
    Path libs = Files.createDirectories(folder.resolve("libs"));
    List<Path> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (entry.matches(".*mp-(core|sync|pool)/target/classes/?")) {
        String name = path.getParent().getParent().getFileName().toString();
        if (Files.isDirectory(path)) {
          jars.add(jar(libs.resolve(name + "-0.1.jar"), manifest(), path));
        }
      } else if (entry.matches(
          ".*/(mp-(core|sync|pool)|kryo5|slf4j-api|progressbar|jline-|jnr-|jffi|asm)[^/]*\\.jar")) {
        jars.add(Files.copy(path, libs.resolve(path.getFileName())));
      }
    }
    return jars;
  }

  /** A class path of the library's jars and more. */
  String classPath(Path... more) {
    List<String> entries = new ArrayList<>();
    for (Path jar : libraries) {
      entries.add(jar.toString());
    }
    for (Path path : more) {
      entries.add(path.toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Compiles sources, each given with its path, into a folder. */
  Path compile(String name, List<String> options, String... pathsAndSources) throws IOException {
    Path classes = folder.resolve(name);
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    arguments.addAll(options);
    for (int i = 0; i < pathsAndSources.length; i += 2) {
      Path file = folder.resolve(name + "-source").resolve(pathsAndSources[i]);
      Files.createDirectories(file.getParent());
      Files.writeString(file, pathsAndSources[i + 1]);
      arguments.add(file.toString());
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, arguments.toArray(new String[0]));
    assertEquals(0, status, () -> errors.toString(StandardCharsets.UTF_8));
    return classes;
  }

  /** A manifest with some attributes. */
  static Manifest manifest(String... namesAndValues) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      manifest.getMainAttributes().putValue(namesAndValues[i], namesAndValues[i + 1]);
    }
    return manifest;
  }

  /** A jar of all that is in some folders and jars; what comes first counts. */
  static Path jar(Path jar, Manifest manifest, Path... contents) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
      manifest.write(out);
      List<String> known = new ArrayList<>(List.of(JarFile.MANIFEST_NAME));
      for (Path content : contents) {
        add(out, known, "", content);
      }
    }
    return jar;
  }

  /** An executable jar as Spring Boot makes it: its launcher, our classes, and jars in the jar. */
  Path springBootJar(Path loader, Path classes, String main) throws IOException {
    Path jar = folder.resolve("app.jar");
    Manifest manifest =
        manifest(
            "Main-Class", "org.springframework.boot.loader.launch.JarLauncher",
            "Start-Class", main,
            "Spring-Boot-Version", "3.3.5",
            "Spring-Boot-Classes", "BOOT-INF/classes/",
            "Spring-Boot-Lib", "BOOT-INF/lib/");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
      manifest.write(out);
      List<String> known = new ArrayList<>(List.of(JarFile.MANIFEST_NAME));
      add(out, known, "", loader);
      for (String directory : List.of("BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/")) {
        out.putNextEntry(new ZipEntry(directory));
      }
      add(out, known, "BOOT-INF/classes/", classes);
      for (Path library : libraries) {
        addStored(out, "BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
      }
    }
    return jar;
  }

  private static void addStored(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  private static void add(ZipOutputStream out, List<String> known, String prefix, Path content)
      throws IOException {
    if (Files.isDirectory(content)) {
      Files.walkFileTree(
          content,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              addOnce(out, known, prefix + content.relativize(file), Files.readAllBytes(file));
              return FileVisitResult.CONTINUE;
            }
          });
      return;
    }
    try (JarFile jar = new JarFile(content.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().<ZipEntry>map(e -> e)::iterator) {
        if (!entry.isDirectory()) {
          addOnce(out, known, prefix + entry.getName(), jar.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  private static void addOnce(ZipOutputStream out, List<String> known, String name, byte[] bytes)
      throws IOException {
    if (!known.contains(name)) {
      known.add(name);
      out.putNextEntry(new ZipEntry(name));
      out.write(bytes);
    }
  }
}
