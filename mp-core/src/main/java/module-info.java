/**
 * Processes and connections: starts child JVMs, knows their fate, and moves messages between them.
 *
 * <p>A program in a module of its own {@code requires} this one, and {@code opens ... to
 * multiprocessing.core} each package with classes that travel to another process and are not {@link
 * java.io.Serializable}.
 */
@SuppressWarnings({
  "requires-automatic", // Kryo is one
  "module" // the modules beside this one are compiled after it
})
module multiprocessing.core {
  requires com.esotericsoftware.kryo.kryo5;
  requires java.management;
  requires jdk.unsupported; // the JDK's door for libraries that serialize
  requires transitive org.slf4j;

  uses org.slf4j.spi.SLF4JServiceProvider; // to ask whether there is one

  exports multiprocessing;
  exports multiprocessing.connection;
  exports multiprocessing.function;
  exports multiprocessing.spi;
  exports multiprocessing.internal.classes to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
  exports multiprocessing.internal.fifo to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
  exports multiprocessing.internal.launch to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
  exports multiprocessing.internal.log to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
  exports multiprocessing.internal.memory to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
  exports multiprocessing.internal.resource to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
  exports multiprocessing.internal.socket to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
  exports multiprocessing.internal.stream to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
  exports multiprocessing.internal.time to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
  exports multiprocessing.internal.wire to
      multiprocessing.pool,
      multiprocessing.shared,
      multiprocessing.sync;
}
