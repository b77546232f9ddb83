package multiprocessing.internal.launch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import multiprocessing.internal.classes.ClassSharing;
import multiprocessing.spi.KryoSerializer;

/** The main class of every child JVM. */
public final class ChildMain {
  /*
   * The start path: the time until the task begins is what a user waits for, so nothing here touches a
   * library, a lambda or a stream that the task itself does not need.
   */

  /** True in a child that has not come to its task yet. */
  private static volatile boolean bootstrapping;

  /** The thread that rebuilds what a worker was sent; nobody but that thread asks for it. */
  private static Thread rebuilding;

  private ChildMain() {}

  /**
   * True in a child JVM while it rebuilds its task, or in this thread what it was sent later; code
   * that runs then is some static initializer.
   */
  public static boolean isBootstrapping() {
    return bootstrapping || rebuilding == Thread.currentThread();
  }

  /** From a worker: whether this thread is rebuilding a task now. */
  public static void rebuilds(boolean now) {
    rebuilding = now ? Thread.currentThread() : null;
  }

  /**
   * Reads the task from the control channel and runs it in this thread. Returning from here lets
   * the JVM wait for the task's non-daemon threads, run shutdown hooks and end with code 0;
   * throwing does the same with code 1.
   */
  public static void main(String[] args) throws Exception {
    bootstrapping = true;
    InputStream fromParent = ControlChannel.open(args);
    System.setIn(InputStream.nullInputStream());
    Preamble preamble;
    Bootstrap bootstrap;
    Recruit recruit = null;
    try {
      preamble = Preamble.read(fromParent);
      if (preamble.isStandby()) {
        recruit = StandbyMain.awaitTask(preamble, fromParent);
      } else {
        Bootstrap.await(fromParent);
      }
      bootstrap = Bootstrap.read(fromParent);
    } catch (EOFException e) {
      ExitReport.yieldToSignal(); // one ends the reading above, too, by calling it off
      Runtime.getRuntime().halt(1); // the parent died first: nobody wants this process
      return;
    }
    nameUncaughtExceptions(bootstrap.name());
    if (recruit == null) {
      recruit = Recruit.enlist(preamble);
      recruit.join();
    }
    ParentWatch parent = recruit.parent();
    parent.begin(fromParent, bootstrap.daemon());
    ExitReport report = recruit.report();
    report.told();
    ChildTask task = rebuild(preamble, bootstrap, report);
    bootstrapping = false;
    report.began();
    try {
      parent.task().begin();
      task.run(bootstrap, parent);
    } finally {
      parent.task().end();
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

  private static ChildTask rebuild(Preamble preamble, Bootstrap bootstrap, ExitReport report)
      throws IOException {
    try {
      for (String name : preamble.properties().keySet()) {
        if (!bootstrap.properties().containsKey(name)) {
          System.clearProperty(name); // removed since the standby was launched
        }
      }
      setProperties(bootstrap.properties());
      if (!bootstrap.classLoader().isEmpty()) {
        Thread.currentThread().setContextClassLoader(ClassSharing.loader(bootstrap.classLoader()));
      }
      return (ChildTask) new KryoSerializer().loads(bootstrap.task());
    } catch (Throwable e) {
      report.failed(e.toString());
      throw e;
    }
  }

  static void setProperties(Map<String, String> properties) {
    for (Map.Entry<String, String> property : properties.entrySet()) {
      System.setProperty(property.getKey(), property.getValue());
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
                if (!ExitReport.endedBySignal()) { // else it is a victim of the end, not news
                  print("Process " + name + ":", e);
                }
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
