package multiprocessing.internal.launch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import multiprocessing.internal.resource.Family;
import multiprocessing.spi.KryoSerializer;

/** The main class of every child JVM. */
public final class ChildMain {
  /*
   * The start path: the time until the task begins is what a user waits for, so nothing here touches a
   * library, a lambda or a stream that the task itself does not need.
   */

  /** True in a child that has not come to its task yet. */
  private static volatile boolean bootstrapping;

  private ChildMain() {}

  /**
   * True in a child JVM while it rebuilds its task; code that runs then is some static initializer.
   */
  public static boolean isBootstrapping() {
    return bootstrapping;
  }

  /**
   * Reads the task from standard input and runs it in this thread. Returning from here lets the JVM
   * wait for the task's non-daemon threads, run shutdown hooks and end with code 0; throwing does
   * the same with code 1.
   */
  public static void main(String[] args) throws Exception {
    bootstrapping = true;
    InputStream fromParent = System.in;
    Bootstrap bootstrap;
    try {
      bootstrap = Bootstrap.read(fromParent);
    } catch (EOFException e) {
      Runtime.getRuntime().halt(1); // the parent died first: nobody wants this process
      return;
    }
    System.setIn(InputStream.nullInputStream());
    ParentWatch parent = ParentWatch.start(fromParent, bootstrap.daemon());
    nameUncaughtExceptions(bootstrap.name());
    ExitReport report = ExitReport.open(bootstrap.report());
    ChildTask task = rebuild(bootstrap, report);
    bootstrapping = false;
    report.began();
    try {
      task.run(bootstrap, parent);
    } finally {
      flush(System.out);
      flush(System.err);
    }
  }

  /** What a task printed on a buffered stream of its own is not lost; CPython does the same. */
  private static void flush(PrintStream stream) {
    if (stream != null) {
      stream.flush();
    }
  }

  private static ChildTask rebuild(Bootstrap bootstrap, ExitReport report) throws IOException {
    try {
      Family.join(Path.of(bootstrap.family()));
      for (Map.Entry<String, String> property : bootstrap.properties().entrySet()) {
        System.setProperty(property.getKey(), property.getValue());
      }
      return (ChildTask) new KryoSerializer().loads(bootstrap.task());
    } catch (Throwable e) {
      report.failed(e.toString());
      throw e;
    }
  }

  /**
   * As CPython does: {@code Process NAME:}, then the stack trace, on whatever System.err is then.
   */
  private static void nameUncaughtExceptions(String name) {
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            new Thread.UncaughtExceptionHandler() {
              @Override
              public void uncaughtException(Thread thread, Throwable e) {
                print("Process " + name + ":", e);
              }
            });
  }

  private static void print(String headline, Throwable e) {
    PrintStream err = System.err;
    if (err != null) {
      StringWriter text = new StringWriter();
      PrintWriter out = new PrintWriter(text);
      out.println(headline);
      e.printStackTrace(out);
      out.flush();
      err.print(text);
      err.flush();
    }
  }
}
