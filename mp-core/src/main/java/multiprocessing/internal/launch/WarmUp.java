package multiprocessing.internal.launch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import multiprocessing.function.SerializableConsumer;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.spi.KryoSerializer;

/** Loads what the first task of a JVM would otherwise wait for. */
final class WarmUp {
  /** More than one, so that what the JDK does the second time is done, too. */
  private static final int ROUNDS = 20;

  /** Of packages that this one may not import, or that the sample does not reach. */
  static final List<String> LIBRARY =
      List.of(
          "multiprocessing.DefaultContext",
          "multiprocessing.Multiprocessing",
          "multiprocessing.Process",
          "multiprocessing.ProcessTask",
          "multiprocessing.ProcessSettings",
          "multiprocessing.ProcessText",
          "multiprocessing.Role$OfParent",
          "multiprocessing.Role$OfThisProcess",
          "multiprocessing.StartMethod",
          "multiprocessing.ThisProcess",
          "multiprocessing.connection.Connection",
          "multiprocessing.connection.Pipe",
          "multiprocessing.connection.PipeTicket",
          "multiprocessing.connection.PipeTicket$Arrival",
          "multiprocessing.connection.PipeTicket$Departure",
          "multiprocessing.function.SerializableBiConsumer",
          "multiprocessing.function.SerializableCallable",
          "multiprocessing.internal.fifo.Fifo",
          "multiprocessing.internal.fifo.FifoReader",
          "multiprocessing.internal.fifo.FifoWriter",
          "multiprocessing.internal.launch.ChildMain$1",
          "multiprocessing.internal.launch.ExitReport$1",
          "multiprocessing.internal.log.Log",
          "multiprocessing.internal.memory.SharedBlock",
          "multiprocessing.internal.resource.Holders",
          "multiprocessing.internal.resource.InFlight",
          "multiprocessing.internal.time.Deadline",
          "multiprocessing.internal.wire.Frames",
          "multiprocessing.pool.PoolWorker",
          "java.util.LinkedHashMap$LinkedKeySet",
          "java.util.LinkedHashMap$LinkedKeyIterator");

  private WarmUp() {}

  /** Loads what the library itself needs between a task's arrival and its first line. */
  static void library(Preamble preamble) {
    initialize(LIBRARY);
    mapFile();
    try {
      KryoSerializer serializer = new KryoSerializer();
      byte[] bootstrap = bootstrap(preamble).encode();
      for (int i = 0; i < ROUNDS; i++) {
        InputStream in = new ByteArrayInputStream(bootstrap);
        Bootstrap.await(in);
        ChildTask task = (ChildTask) serializer.loads(Bootstrap.read(in).task());
        task.rehearse();
        Object[] sample = (Object[]) serializer.loads(serializer.dumps(sample()));
        ((SerializableRunnable) sample[0]).call();
        linkLambda();
      }
    } catch (Exception | LinkageError e) {
      // a task that needs this will say so
    }
  }

  /** Maps some file: the first time takes tens of milliseconds on JDK 25. */
  private static void mapFile() {
    Path file = Path.of(System.getProperty("java.home"), "release");
    try (FileChannel channel = FileChannel.open(file)) {
      byte ignored = channel.map(FileChannel.MapMode.READ_ONLY, 0, 1).get(0);
    } catch (IOException e) {
      // there is none in this JDK: then the task maps the first
    }
  }

  /** Loads classes that a task may need, and runs nothing of them. */
  static void load(List<String> names) {
    load(names, false);
  }

  /** Loads and initializes classes; what is not there or cannot be is left out, as in Python. */
  static void initialize(List<String> names) {
    load(names, true);
  }

  private static void load(List<String> names, boolean initialize) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    for (String name : names) {
      try {
        Class<?> ignored = Class.forName(name, initialize, loader);
      } catch (Throwable e) { // whatever a static initializer throws
        // a task that needs this will say so
      }
    }
  }

  private static Bootstrap bootstrap(Preamble preamble) {
    return new Bootstrap(
        "", "", false, 0, "", "", 0, new byte[0], preamble.properties(), "", preamble.rehearsal());
  }

  /** Each lambda of a task is a class made in the child: that is code worth to have run before. */
  private static void linkLambda() throws ReflectiveOperationException, LambdaConversionException {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodType body = MethodType.methodType(void.class, Object.class);
    CallSite ignored =
        LambdaMetafactory.altMetafactory(
            lookup,
            "accept",
            MethodType.methodType(SerializableConsumer.class),
            body,
            lookup.findStatic(WarmUp.class, "doNothing", body),
            body,
            LambdaMetafactory.FLAG_SERIALIZABLE);
  }

  @SuppressWarnings("unused") // see above
  private static void doNothing(Object argument) {}

  private static Object sample() {
    List<Object> list = new ArrayList<>(List.of("text", 1, 2L, true, 1.5));
    Map<String, Object> map = new HashMap<>(Map.of("key", new int[] {1, 2}));
    SerializableRunnable task = () -> {};
    SerializableConsumer<Object> capturing = value -> list.add(map);
    return new Object[] {task, capturing, list, map, new byte[] {1}};
  }
}
