package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableFunction;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task whose class is not on the workers' class path. */
@ProcessTest
class PoolForeignClassTest {
  private static final String SOURCE =
      "public class OnlyHere implements multiprocessing.function.SerializableFunction<Object, Object>"
          + " { public Object apply(Object o) { return o == null ? new OnlyHere() : o; } }";

  @TempDir private Path folder;

  @BeforeEach
  void compile() throws IOException {
    Files.writeString(folder.resolve("OnlyHere.java"), SOURCE);
    String source = folder.resolve("OnlyHere.java").toString();
    String path = System.getProperty("java.class.path");
    assertEquals(
        0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", path, source));
  }

  @Test
  void aClassOfALoaderThatIsYoungerThanThePoolIsGivenToTheWorkers() throws Exception {
    try (Pool pool = new Pool(2)) {
      assertEquals(List.of(1, 2), pool.map(n -> n, List.of(1, 2)));
      try (URLClassLoader here = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
        SerializableFunction<Object, Object> task = newTask(here);
        assertEquals("a", pool.apply(task, "a"));
        assertEquals(List.of("a", "b"), pool.map(task, List.of("a", "b")));
        assertSame(task.getClass(), pool.apply(task, null).getClass());
      }
      try (URLClassLoader another = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
        SerializableFunction<Object, Object> task = newTask(another);
        assertSame(task.getClass(), pool.apply(task, null).getClass());
      }
    }
  }

  @Test
  void aClassThatCannotBeGivenToTheWorkersIsNamedToItsCallersAndThePoolWorksOn() throws Exception {
    SerializableFunction<Object, Object> task =
        newTask(new WithoutFiles(Files.readAllBytes(folder.resolve("OnlyHere.class"))));
    try (Pool pool = new Pool(2)) {
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

  /** Makes a class at run time, and has no file of it to show. */
  private static final class WithoutFiles extends ClassLoader {
    private final byte[] file;

    WithoutFiles(byte[] file) {
      super(WithoutFiles.class.getClassLoader());
      this.file = file;
    }

    @Override
    protected Class<?> findClass(String name) {
      return defineClass(name, file, 0, file.length);
    }
  }
}
