package multiprocessing.pool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import multiprocessing.connection.Connection;
import multiprocessing.internal.log.Log;
import multiprocessing.internal.records.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Logs here what a worker has logged; a thread reads it until the worker ends. */
final class LogInlet {
  private static final long END_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private final Connection channel;
  private final String processName;
  private final long pid;
  private final Thread reader;

  private LogInlet(Connection channel, String processName, long pid) {
    this.channel = channel;
    this.processName = processName;
    this.pid = pid;
    this.reader = new Thread(this::logAll, "mp-pool-log-" + pid);
  }

  static LogInlet open(Connection channel, String processName, long pid) {
    LogInlet inlet = new LogInlet(channel, processName, pid);
    inlet.reader.setDaemon(true);
    inlet.reader.start();
    return inlet;
  }

  /** The worker has ended: waits a limited time until all is logged that it has sent. */
  void awaitEnd() throws InterruptedException {
    reader.join(END_MILLIS);
  }

  private void logAll() {
    try (channel) {
      while (true) {
        ByteBuffer message = ByteBuffer.wrap(channel.recvBytes());
        while (message.hasRemaining()) {
          logGuarded(Entry.decode(message));
        }
      }
    } catch (IOException e) {
      // the worker has ended
    }
  }

  /** A provider that throws costs this record and no other. */
  private void logGuarded(Entry entry) {
    try {
      log(entry);
    } catch (RuntimeException | Error e) {
      Log.info("a record of worker " + processName + " could not be logged: " + Words.of(e));
    }
  }

  private void log(Entry entry) {
    Logger logger = LoggerFactory.getLogger(entry.logger());
    Level level = Level.intToLevel(entry.level());
    if (!logger.isEnabledForLevel(level)) {
      return;
    }
    Map<String, String> context = new HashMap<>(entry.context());
    // a record that a worker of that worker has logged has these already
    if (context.putIfAbsent("processName", processName) == null) {
      context.put("process", String.valueOf(pid));
      context.put("threadName", entry.thread());
    }
    MDC.setContextMap(context);
    try {
      Throwable cause = entry.trace().isEmpty() ? null : new WorkerStackTrace(entry.trace());
      logger.atLevel(level).setCause(cause).log(entry.message());
    } finally {
      MDC.clear();
    }
  }
}
