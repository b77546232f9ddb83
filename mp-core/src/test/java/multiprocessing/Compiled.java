package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import multiprocessing.function.SerializableCallable;

/** Classes that a test compiles itself, so that they are on no class path. */
public final class Compiled {
  private Compiled() {}

  /** Compiles sources, each named by its class and placed by its package, into a folder. */
  public static Path into(Path folder, String... sources) throws IOException {
    Files.createDirectories(folder);
    List<String> arguments =
        new ArrayList<>(
            List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")));
    Path texts = Files.createTempDirectory(folder.getParent(), "sources");
    for (String source : sources) {
      String name = source.replaceFirst("(?s).*?(?:class|record|interface|enum) (\\w+).*", "$1");
      Path file = texts.resolve(name + ".java");
      Files.writeString(file, source);
      arguments.add(file.toString());
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, arguments.toArray(new String[0]));
    assertEquals(0, status, () -> errors.toString(StandardCharsets.UTF_8));
    return folder;
  }

  /** A loader that knows a folder's classes, and asks its parent first. */
  public static URLClassLoader loader(Path folder) throws IOException {
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Compiled.class.getClassLoader());
  }

  /** A new object of a class whose source says that it is a task with an answer. */
  @SuppressWarnings("unchecked") // the caller's own source says so
  public static SerializableCallable<String> task(ClassLoader loader, String name)
      throws ReflectiveOperationException {
    return (SerializableCallable<String>) loader.loadClass(name).getConstructor().newInstance();
  }
}
