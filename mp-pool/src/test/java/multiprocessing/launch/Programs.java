package multiprocessing.launch;

/** The sources of the programs that are launched. */
final class Programs {
  private Programs() {}

  /** What {@link #MAIN} prints. */
  static final String OUTPUT =
      "Point[x=1, y=2] from a child of the same\nexit 0\n[1, 4, 9]\n[Point[x=4, y=5]]\nresource\n";

  /** A process and a pool, with a lambda, a package-private method, and objects both ways. */
  static final String MAIN =
      """
      package app;

      import java.util.List;
      import multiprocessing.Process;
      import multiprocessing.connection.Connection;
      import multiprocessing.connection.Pipe;
      import multiprocessing.pool.Pool;

      public class Main {
        public static void main(String[] args) throws Exception {
          Point point = new Point(1, 2);
          try (Pipe pipe = Pipe.open()) {
            Process process = new Process(Main::child, pipe.second(), point);
            process.start();
            pipe.second().close();
            Object[] answer = (Object[]) pipe.first().recv();
            boolean same = answer[0].equals(point);
            System.out.println(answer[0] + " from a child of " + (same ? "the same" : "another"));
            process.join();
            System.out.println("exit " + process.exitCode().getAsInt());
          }
          try (Pool pool = new Pool(2)) {
            System.out.println(pool.map(Main::square, List.of(1, 2, 3)));
            int more = 3;
            System.out.println(
                pool.map(p -> new Point(p.x() + more, p.y() + more), List.of(point)));
            System.out.println(pool.apply(() -> resource()));
          }
        }

        static void child(Connection to, Point point) throws Exception {
          try (to) {
            to.send(new Object[] {point});
          }
        }

        static int square(int x) {
          return x * x;
        }

        static String resource() throws Exception {
          return Main.class.getResource("Main.class") == null ? "none" : "resource";
        }
      }

      record Point(int x, int y) implements java.io.Serializable {}
      """;

  /** Runs app.Main with a class loader that has it, and the library, from the files it is given. */
  static final String ISOLATING_LAUNCHER =
      """
      import java.net.URL;
      import java.net.URLClassLoader;
      import java.nio.file.Path;

      public class Isolates {
        public static void main(String[] files) throws Exception {
          URL[] urls = new URL[files.length];
          for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(files[i]).toUri().toURL();
          }
          ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
          loader.loadClass("app.Main").getMethod("main", String[].class)
              .invoke(null, (Object) new String[0]);
        }
      }
      """;

  /** Stands in place of the JVM's own loader and finds more than that. */
  static final String SYSTEM_CLASS_LOADER =
      """
      import java.net.URL;
      import java.net.URLClassLoader;
      import java.nio.file.Path;

      public class OwnLoader extends URLClassLoader {
        public OwnLoader(ClassLoader parent) throws Exception {
          super(new URL[] {Path.of(System.getProperty("ownloader.path")).toUri().toURL()}, parent);
        }
      }
      """;

  /** Typed at the prompt of JShell. */
  static final String SNIPPETS =
      """
      import multiprocessing.Process
      import multiprocessing.connection.*
      import multiprocessing.pool.Pool
      record Point(int x, int y) {}
      int twice(int x) { return 2 * x; }
      Pipe pipe = Pipe.open()
      Process process = new Process(to -> to.send(new Point(1, 2)), pipe.second())
      process.start()
      pipe.second().close()
      System.out.println(pipe.first().recv())
      process.join()
      System.out.println(process.exitCode())
      Pool pool = new Pool(2)
      System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)))
      System.out.println(pool.map(x -> new Point(twice(x), x), List.of(4)))
      System.out.println(pool.apply(() -> List.of(new Point(7, 8))).get(0).x())
      pool.close()
      /exit
      """;

  /** What {@link #SNIPPETS} print. */
  static final String SNIPPETS_OUTPUT =
      "Point[x=1, y=2]\nOptionalInt[0]\n[1, 4, 9]\n[Point[x=8, y=4]]\n7\n";
}
