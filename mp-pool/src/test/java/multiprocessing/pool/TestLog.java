package multiprocessing.pool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** SLF4J's provider of a program under test: prints one line for each record, all levels. */
public final class TestLog implements SLF4JServiceProvider {
  /** What was printed in this process. */
  static final List<String> LINES = new CopyOnWriteArrayList<>();

  private final BasicMDCAdapter context = new BasicMDCAdapter();
  private final BasicMarkerFactory markers = new BasicMarkerFactory();

  /** Made by SLF4J. */
  public TestLog() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return Printer::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static final class Printer extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    Printer(String name) {
      this.name = name;
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String pattern, Object[] arguments, Throwable cause) {
      String message = MessageFormatter.basicArrayFormat(pattern, arguments);
      String error =
          cause == null ? "" : " " + cause.getMessage().lines().skip(1).findFirst().get();
      String line =
          MDC.get("processName")
              + " "
              + MDC.get("request")
              + " "
              + level
              + " "
              + name
              + " "
              + message
              + error;
      System.out.println(line);
      LINES.add(line);
    }
  }
}
