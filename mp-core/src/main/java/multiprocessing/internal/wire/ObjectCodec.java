package multiprocessing.internal.wire;

import java.util.Objects;
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
    try {
      try {
        return write(root);
      } catch (StackOverflowError e) {
        return DeepStack.call(() -> write(root));
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

  private static byte[] write(Object root) throws Exception {
    GraphWriter writer = take();
    byte[] message = writer.message(root);
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
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? ClassLoader.getSystemClassLoader() : context;
    try {
      try {
        return new GraphReader(message, loader).message();
      } catch (StackOverflowError e) {
        return DeepStack.call(() -> new GraphReader(message, loader).message());
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

  /** What happened, and what it came from, which may be several causes down. */
  private static String reason(Throwable e) {
    Throwable origin = e;
    for (int depth = 0; depth < 20 && origin.getCause() != null; depth++) {
      origin = origin.getCause();
    }
    return origin == e ? e.toString() : e + ", because of " + origin;
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
    Codecs.register(new Reductions.Reduction(type, untyped, rebuild));
  }
}
