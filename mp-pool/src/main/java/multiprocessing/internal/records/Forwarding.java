package multiprocessing.internal.records;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import multiprocessing.connection.Connection;
import org.slf4j.LoggerFactory;

/**
 * That what is logged in a worker goes to the pool; travels to the worker.
 *
 * @param channel where to
 * @param least the least level, as in {@code org.slf4j.event.Level}
 * @param provider the pool's own process's {@code slf4j.provider}, or null
 * @param verbosity the same of {@code slf4j.internal.verbosity}
 */
public record Forwarding(Connection channel, int least, String provider, String verbosity)
    implements Serializable {
  /*
   * A worker's SLF4J is bound to our provider by a system property on its command line, because a static initializer of the
   * task's class may be the first to ask for a logger. Once it is bound, the properties are set back to what they are in
   * the program, so that children of the worker, which inherit them, log as they would without all this.
   */
  private static final String PROVIDER = "slf4j.provider";
  private static final String VERBOSITY = "slf4j.internal.verbosity"; // else it tells our provider
  private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What is sent through a channel by a worker that this process starts. */
  public static Forwarding through(Connection channel, int least) {
    return new Forwarding(
        channel, least, System.getProperty(PROVIDER), System.getProperty(VERBOSITY));
  }

  /** Options of the worker's JVM. */
  public static List<String> jvmOptions() {
    return List.of(
        "-D" + PROVIDER + "=" + ForwardingProvider.class.getName(), "-D" + VERBOSITY + "=WARN");
  }

  /** In the worker, before its first task. */
  public void begin() {
    boolean ours = LoggerFactory.getILoggerFactory() instanceof ForwardingLoggers;
    restore(PROVIDER, provider);
    restore(VERBOSITY, verbosity);
    Outlet.get().open(channel, least);
    JulForwarder.install(least);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> Outlet.get().flush(FLUSH_NANOS), "mp-pool-log-flush"));
    if (!ours) {
      String other = LoggerFactory.getILoggerFactory().getClass().getName();
      String message =
          "what this worker logs through SLF4J does not come here, but goes to "
              + other
              + ": slf4j-api is older than 2.0.9, or the pool's JVM options choose a provider";
      Outlet.get()
          .put(
              new Entry(
                  "multiprocessing", 30, Thread.currentThread().getName(), message, "", Map.of()));
    }
  }

  private static void restore(String name, String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }
}
