package multiprocessing.internal.records;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** The loggers of a worker. */
final class ForwardingLoggers implements ILoggerFactory {
  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, ForwardingLogger::new);
  }
}
