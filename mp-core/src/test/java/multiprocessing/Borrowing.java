package multiprocessing;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import multiprocessing.connection.Connection;
import multiprocessing.function.SerializableCallable;

/** What children do in tests with classes that they have from their parent. */
final class Borrowing {
  private Borrowing() {}

  static void echo(Connection connection) throws Exception {
    try (connection) {
      connection.send(connection.recv());
    }
  }

  /** Calls a class that is only found by the context class loader. */
  static String callsByName() throws Exception {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    SerializableCallable<String> task = Compiled.task(context, "demo.Task");
    return task.call();
  }

  static String readsResources() throws Exception {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    byte[] word = context.getResourceAsStream("word.txt").readAllBytes();
    long count = context.resources("word.txt").count();
    String text = new String(word, StandardCharsets.UTF_8);
    return text + ", " + count + ", " + context.getResource("no such word");
  }

  /** A class of the class path. */
  static final class Word {
    @Override
    public String toString() {
      return "on the class path";
    }
  }

  record CallsAll(List<SerializableCallable<String>> tasks)
      implements SerializableCallable<String> {
    @Override
    public String call() {
      return tasks.stream().map(CallsAll::call).collect(Collectors.joining(", "));
    }

    private static String call(SerializableCallable<String> task) {
      try {
        return task.call();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  record AsksAChild(SerializableCallable<String> task) implements SerializableCallable<String> {
    @Override
    public String call() throws Exception {
      return Ask.child(task);
    }
  }

  /** Asks its parent last for some names, as web containers do. */
  static final class ChildFirst extends URLClassLoader {
    private final String own;

    ChildFirst(URL url, String own) {
      super(new URL[] {url}, ChildFirst.class.getClassLoader());
      this.own = own;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        return name.startsWith(own) ? findClass(name) : super.loadClass(name, resolve);
      }
    }
  }

  /** Has classes in memory, and their files only if it is asked to keep them. */
  static final class InMemory extends ClassLoader {
    private final byte[] bytes;
    private final boolean withFile;

    InMemory(byte[] bytes, boolean withFile) {
      super(InMemory.class.getClassLoader());
      this.bytes = bytes.clone();
      this.withFile = withFile;
    }

    @Override
    protected Class<?> findClass(String name) {
      return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public java.io.InputStream getResourceAsStream(String name) {
      return withFile ? new java.io.ByteArrayInputStream(bytes) : null;
    }
  }
}
