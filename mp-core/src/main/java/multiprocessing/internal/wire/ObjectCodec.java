package multiprocessing.internal.wire;

import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceArray;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableFunction;

/** Turns object graphs into bytes and back; what the default serializer does, for all modules. */
public final class ObjectCodec {
  private static final int POOLED = 4;
  private static final AtomicReferenceArray<GraphWriter> POOL = new AtomicReferenceArray<>(POOLED);

  static {
    KryoIo.load();
  }

  private ObjectCodec() {}

  /**
   * Writes an object graph.
   *
   * @param root the root of the graph; may be null
   * @param rootName what messages call the root, for example {@code tasks}
   * @return the message
   * @throws SerializationException if something in the graph cannot travel
   */
  public static byte[] dumps(Object root, String rootName) {
    return written(root, rootName, () -> WireOutput.join(write(root)));
  }

  /**
   * Writes an object graph in parts, of which large arrays may belong to it: so they are to be
   * copied, or sent, before anybody changes them.
   *
   * @param root the root of the graph; may be null
   * @param rootName what messages call the root
   * @return the parts of the message that {@link #dumps} returns
   * @throws SerializationException if something in the graph cannot travel
   */
  public static List<byte[]> parts(Object root, String rootName) {
    return written(root, rootName, () -> write(root));
  }

  private static <R> R written(Object root, String rootName, Callable<R> writing) {
    try {
      try {
        return writing.call();
      } catch (StackOverflowError e) {
        return DeepStack.call(writing);
      }
    } catch (Refusal e) {
      throw new SerializationException(
          CulpritFinder.path(root, rootName, e.culprit()) + ": " + e.getMessage(), e.getCause());
    } catch (StackOverflowError e) {
      throw new SerializationException(
          rootName + ": the object graph is nested too deeply for a stack of 1 GiB", e);
    } catch (Exception | LinkageError | AssertionError e) {
      keepInterrupt(e);
      throw new SerializationException(rootName + " cannot be written: " + e, e);
    }
  }

  private static List<byte[]> write(Object root) throws Exception {
    GraphWriter writer = take();
    List<byte[]> message = writer.message(root);
    writer.clear();
    give(writer);
    return message;
  }

  /** A writer that failed is not given back: its state is unknown. */
  private static GraphWriter take() {
    for (int i = 0; i < POOLED; i++) {
      GraphWriter writer = POOL.getAndSet(i, null);
      if (writer != null) {
        return writer;
      }
    }
    return new GraphWriter();
  }

  private static void give(GraphWriter writer) {
    for (int i = 0; i < POOLED; i++) {
      if (POOL.compareAndSet(i, null, writer)) {
        return;
      }
    }
  }

  /**
   * Reads an object graph; its classes are looked up in the calling thread's context class loader.
   *
   * @param message what {@link #dumps} returned
   * @return the root of the graph; may be null
   * @throws SerializationException if the message is damaged or cannot be rebuilt here
   */
  public static Object loads(byte[] message) {
    Objects.requireNonNull(message, "message");
    return loads(message, 0);
  }

  /**
   * Reads an object graph from the rest of an array, as {@link #loads(byte[])}.
   *
   * @param message the array
   * @param from where the message begins
   * @return the root of the graph; may be null
   * @throws SerializationException if the message is damaged or cannot be rebuilt here
   */
  public static Object loads(byte[] message, int from) {
    ClassLoader loader = loader();
    return read(() -> new GraphReader(message, from, loader).message());
  }

  /**
   * Reads an object graph from a file, as {@link #loads(byte[])}; large arrays are read from it
   * without a detour.
   *
   * @param message the file, which has the parts of a message one after the other
   * @return the root of the graph; may be null
   * @throws SerializationException if the message is damaged or cannot be rebuilt here, or the file
   *     cannot be read
   */
  public static Object loads(Path message) {
    ClassLoader loader = loader();
    return read(
        () -> {
          try (FileChannel file = FileChannel.open(message, StandardOpenOption.READ)) {
            InputStream stream = new BulkInputStream(file);
            return GraphReader.of(stream, file.size(), loader).message();
          }
        });
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? ClassLoader.getSystemClassLoader() : context;
  }

  private static Object read(Callable<Object> reading) {
    try {
      try {
        return reading.call();
      } catch (StackOverflowError e) {
        return DeepStack.call(reading);
      }
    } catch (Damage e) {
      throw new SerializationException("message cannot be read: " + e.getMessage(), e.getCause());
    } catch (StackOverflowError e) {
      throw new SerializationException("message cannot be read: it is nested too deeply", e);
    } catch (Exception | LinkageError | AssertionError e) {
      keepInterrupt(e);
      throw new SerializationException("message cannot be read: " + reason(e), e);
    }
  }

  /** What happened; of an exception whose own methods throw, its class. */
  private static String reason(Throwable e) {
    try {
      return story(e);
    } catch (Throwable its) {
      return e.getClass().getName();
    }
  }

  /** What happened, where, and what it came from, which may be several causes down. */
  private static String story(Throwable e) {
    Throwable origin = e;
    for (int depth = 0; depth < 20 && origin.getCause() != null; depth++) {
      origin = origin.getCause();
    }
    String what = origin == e ? e.toString() : e + ", because of " + origin;
    for (StackTraceElement frame : origin.getStackTrace()) {
      if (!isOfLibraryOrJdk(frame.getClassName())) {
        return what + " (in " + frame + ")";
      }
    }
    return what;
  }

  private static boolean isOfLibraryOrJdk(String name) {
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.")
        || name.startsWith("com.esotericsoftware.kryo.")
        || name.startsWith("multiprocessing.internal.");
  }

  private static void keepInterrupt(Throwable e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets objects of a class travel as something else.
   *
   * @param <T> the class
   * @param <P> what travels instead
   * @param type the class; subclasses without an own registration are included
   * @param reduce makes of an object what travels
   * @param rebuild makes the object again; it travels with the message
   */
  public static <T, P> void register(
      Class<T> type,
      SerializableFunction<? super T, ? extends P> reduce,
      SerializableFunction<? super P, ? extends T> rebuild) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(reduce, "reduce");
    Objects.requireNonNull(rebuild, "rebuild");
    SerializableFunction<Object, ?> untyped = value -> reduce.apply(type.cast(value));
    Codecs.register(new Reductions.Reduction(type, untyped, rebuild, false));
  }

  /**
   * The same for a class of the library that also has the hooks of Java serialization: the first
   * use of those takes a JVM tens of milliseconds, and a child should begin without.
   *
   * @param type the class
   * @param reduce makes of an object what travels; neither this nor the next is a lambda, which
   *     takes time as well
   * @param rebuild makes the object again; it travels with the message
   */
  public static void registerOwn(
      Class<?> type, SerializableFunction<Object, ?> reduce, SerializableFunction<?, ?> rebuild) {
    Codecs.register(new Reductions.Reduction(type, reduce, rebuild, true));
  }
}
