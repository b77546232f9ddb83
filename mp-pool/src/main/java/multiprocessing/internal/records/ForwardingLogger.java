package multiprocessing.internal.records;

import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger of SLF4J that sends what it is told to the pool. */
final class ForwardingLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;

  ForwardingLogger(String name) {
    this.name = name;
  }

  @Override
  public boolean isTraceEnabled() {
    return takes(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return takes(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return takes(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return takes(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return takes(Level.ERROR);
  }

  private static boolean takes(Level level) {
    return Outlet.get().takes(level.toInt());
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null; // nobody looks for the caller in this process
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable cause) {
    Map<String, String> context = MDC.getCopyOfContextMap();
    Outlet.get()
        .put(
            new Entry(
                name,
                level.toInt(),
                Thread.currentThread().getName(),
                MessageFormatter.basicArrayFormat(pattern, arguments),
                Traces.of(cause),
                context == null ? Map.of() : context));
  }
}
