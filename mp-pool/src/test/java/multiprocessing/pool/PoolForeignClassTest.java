package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableFunction;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task whose class the workers do not have. */
@ProcessTest
class PoolForeignClassTest {
  private static final String SOURCE =
      "public class OnlyHere implements multiprocessing.function.SerializableFunction<Object, Object>"
          + " { public Object apply(Object o) { return o; } }";

  @Test
  void aClassThatTheWorkersLackIsNamedToItsCallersAndThePoolWorksOn(@TempDir Path folder)
      throws Exception {
    Files.writeString(folder.resolve("OnlyHere.java"), SOURCE);
    String source = folder.resolve("OnlyHere.java").toString();
    String path = System.getProperty("java.class.path");
    assertEquals(
        0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", path, source));
    try (URLClassLoader here = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        Pool pool = new Pool(2)) {
      SerializableFunction<Object, Object> task = newTask(here);
      assertNamed(assertThrows(SerializationException.class, () -> pool.apply(task, "a")));
      assertNamed(
          assertThrows(SerializationException.class, () -> pool.map(task, List.of("a", "b"))));
      assertNamed(
          assertThrows(
              SerializationException.class, () -> pool.map(o -> o, List.of("a", task, "b"))));
      assertEquals(List.of(1, 2), pool.map(n -> n, List.of(1, 2)));
    }
  }

  @SuppressWarnings("unchecked") // the source above says so
  private static SerializableFunction<Object, Object> newTask(ClassLoader loader)
      throws ReflectiveOperationException {
    return (SerializableFunction<Object, Object>)
        loader.loadClass("OnlyHere").getConstructor().newInstance();
  }

  private static void assertNamed(SerializationException seen) {
    assertTrue(seen.getMessage().contains("OnlyHere"), seen.getMessage());
  }
}
