package multiprocessing.internal.records;

import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** A handler of java.util.logging that sends what it is told to the pool. */
public final class JulForwarder extends Handler {
  // By falling level: what is at least this in java.util.logging is that in SLF4J
  private static final Level[] OF_JUL = {Level.SEVERE, Level.WARNING, Level.INFO, Level.FINE};
  private static final int[] OF_SLF4J = {40, 30, 20, 10};
  private static final int TRACE = 0;

  private final SimpleFormatter formatter = new SimpleFormatter();

  private JulForwarder() {}

  /** Takes the place of the console for all loggers, from a level on. */
  public static void install(int leastLevel) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      if (handler instanceof ConsoleHandler) {
        root.removeHandler(handler);
      }
    }
    root.setLevel(toJul(leastLevel));
    root.addHandler(new JulForwarder());
  }

  @Override
  public void publish(LogRecord logged) {
    if (!isLoggable(logged)) {
      return;
    }
    Outlet.get()
        .put(
            new Entry(
                String.valueOf(logged.getLoggerName()),
                toSlf4j(logged.getLevel()),
                Thread.currentThread().getName(),
                formatter.formatMessage(logged),
                Traces.of(logged.getThrown()),
                Map.of()));
  }

  @Override
  public void flush() {
    // the thread that sends does so as fast as it can
  }

  @Override
  public void close() {
    // what is logged later is sent as long as this process lives
  }

  static int toSlf4j(Level level) {
    for (int i = 0; i < OF_JUL.length; i++) {
      if (level.intValue() >= OF_JUL[i].intValue()) {
        return OF_SLF4J[i];
      }
    }
    return TRACE;
  }

  static Level toJul(int level) {
    for (int i = 0; i < OF_JUL.length; i++) {
      if (level >= OF_SLF4J[i]) {
        return OF_JUL[i];
      }
    }
    return Level.ALL;
  }
}
