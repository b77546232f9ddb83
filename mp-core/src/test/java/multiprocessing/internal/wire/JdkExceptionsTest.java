package multiprocessing.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.InvalidPropertiesFormatException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JdkExceptionsTest {

  @Test
  void everyExceptionOfJavaBaseThatTakesAMessageArrives() throws IOException {
    List<Throwable> all = exceptions();
    assertTrue(all.size() > 100, () -> "exceptions: " + all.size());
    for (Throwable sent : all) {
      Throwable copy = (Throwable) ObjectCodec.loads(ObjectCodec.dumps(sent, "value"));
      assertEquals(sent.getClass(), copy.getClass());
      assertEquals(sent.getMessage(), copy.getMessage());
      assertEquals(Arrays.asList(sent.getStackTrace()), Arrays.asList(copy.getStackTrace()));
    }
  }

  private static List<Throwable> exceptions() throws IOException {
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
    List<Throwable> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(modules.resolve("java"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = modules.relativize(file).toString().replace('/', '.');
        if (name.endsWith("Exception.class") || name.endsWith("Error.class")) {
          addIfBuilt(found, name.substring(0, name.length() - ".class".length()));
        }
      }
    }
    return found;
  }

  /** Adds an exception of a class; one without such a constructor is left out. */
  private static void addIfBuilt(List<Throwable> found, String name) {
    try {
      Class<?> type = Class.forName(name, false, null);
      Constructor<?> constructor = type.getConstructor(String.class);
      if (Modifier.isPublic(type.getModifiers())
          && !Modifier.isAbstract(type.getModifiers())
          && type != InvalidPropertiesFormatException.class) { // it refuses serialization itself
        found.add((Throwable) constructor.newInstance("m"));
      }
    } catch (ReflectiveOperationException e) {
      // It has no such constructor, so there is nothing to send.
    }
  }
}
