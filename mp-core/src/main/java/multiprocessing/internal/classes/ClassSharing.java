package multiprocessing.internal.classes;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import multiprocessing.ProcessException;
import multiprocessing.internal.resource.Family;

/** The class loaders that processes of a family have told each other of. */
public final class ClassSharing {
  /*
   * A class loader that every JVM has needs no word. One that exists in this process only gets a number, when one of
   * its classes is named in a message, and the message says PID-NONCE-NUMBER beside the class's name: its label. The
   * receiver makes a ServedClassLoader of that label, once, and asks for classes at the socket "classes-PID-NONCE" in
   * the family's folder when they are needed. A class that such a loader has defined travels on under the label of
   * the original, and is the original's class again in the process it came from. A label holds no path: what a
   * message from a stranger says can only lead to a socket in this family's own folder.
   *
   * The server lives from the first label on until no process that this one started is left and nobody is on the
   * line; with it ends what keeps the loaders from being collected. A process that started none has it to its end.
   */
  private static final Object LOCK = new Object();
  private static final SharedLoaders SHARED = new SharedLoaders();

  // Mutable state, guarded by LOCK
  private static String process;
  private static ClassServer server;
  private static int holds;
  private static boolean everHeld;
  private static final Map<String, ClassSource> SOURCES = new HashMap<>();
  private static final Map<String, WeakReference<ServedClassLoader>> SERVED = new HashMap<>();

  private ClassSharing() {}

  /** Says that a process is about to be started which may ask for classes until it has ended. */
  public static Hold hold() {
    synchronized (LOCK) {
      holds++;
      everHeld = true;
    }
    return new Hold();
  }

  /** Whether there is another process that could ask. */
  public static boolean isPossible() {
    synchronized (LOCK) {
      return holds > 0 || Family.isMember();
    }
  }

  /**
   * What a message says of a class loader beside the names of its classes; its classes can be asked
   * for from here on.
   *
   * @return empty if every JVM has that loader, or if there is no process that could ask
   * @throws ProcessException if the socket cannot be made
   */
  public static String label(ClassLoader loader) {
    if (!JvmLoaders.isForeign(loader)) {
      return "";
    }
    if (loader instanceof ServedClassLoader served) {
      return served.label();
    }
    synchronized (LOCK) {
      if (!isPossible()) {
        return "";
      }
      if (server == null) {
        startServer();
      }
      return process + "-" + SHARED.share(loader);
    }
  }

  private static void startServer() {
    if (process == null) {
      process = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    }
    Path socket = socket(process);
    try {
      server = ClassServer.start(socket, SHARED, ClassSharing::endIfUnused);
    } catch (IOException e) {
      throw new ProcessException(
          "cannot offer this process's classes to others at " + socket + ": " + e.getMessage(), e);
    }
  }

  /**
   * The class loader that a label is for: the original in its own process, elsewhere its
   * counterpart, whose classes come from there.
   *
   * @return null if that is no label, or if the original is gone
   */
  public static ClassLoader loader(String label) {
    int dash = label.lastIndexOf('-');
    int number = dash < 0 ? -1 : number(label.substring(dash + 1));
    if (number < 0 || !isProcess(label.substring(0, dash))) {
      return null;
    }
    String origin = label.substring(0, dash);
    synchronized (LOCK) {
      if (origin.equals(process)) {
        return SHARED.get(number);
      }
      if (!Family.isMember()) {
        return null;
      }
      ClassSource source = SOURCES.get(origin);
      if (source == null) {
        source = new ClassSource(origin, socket(origin));
        SOURCES.put(origin, source);
      }
      return served(source, number, label);
    }
  }

  static ClassLoader counterpart(ClassSource source, int number) throws ClassNotFoundException {
    ClassLoader loader = loader(source.process() + "-" + number);
    if (loader == null) {
      throw new ClassNotFoundException("this process has left its family");
    }
    return loader;
  }

  private static ServedClassLoader served(ClassSource source, int number, String label) {
    WeakReference<ServedClassLoader> known = SERVED.get(label);
    ServedClassLoader loader = known == null ? null : known.get();
    if (loader == null) {
      loader = new ServedClassLoader(source, number, label);
      SERVED.values().removeIf(reference -> reference.refersTo(null));
      SERVED.put(label, new WeakReference<>(loader));
    }
    return loader;
  }

  /** Ends the server and all lines to others; they are made again if need be. */
  public static void stop() {
    synchronized (LOCK) {
      SOURCES.values().forEach(ClassSource::close);
      endServer();
    }
  }

  private static void endIfUnused() {
    synchronized (LOCK) {
      if (server != null && everHeld && holds == 0 && !server.hasCallers()) {
        endServer();
      }
    }
  }

  private static void endServer() {
    ClassServer ending = server;
    server = null;
    everHeld = holds > 0;
    SHARED.letGo();
    if (ending != null) {
      try {
        ending.close();
      } catch (IOException e) {
        // its file goes with the family's folder
      }
    }
  }

  private static Path socket(String ofProcess) {
    return Family.current().folder().resolve("classes-" + ofProcess);
  }

  private static boolean isProcess(String text) {
    int dash = text.indexOf('-');
    if (dash <= 0 || dash == text.length() - 1 || text.length() > 40) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i != dash && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Keeps the loaders that others were told of, until it is closed. */
  public static final class Hold implements AutoCloseable {
    private boolean closed;

    private Hold() {}

    @Override
    public void close() {
      synchronized (LOCK) {
        if (!closed) {
          closed = true;
          holds--;
          endIfUnused();
        }
      }
    }
  }
}
