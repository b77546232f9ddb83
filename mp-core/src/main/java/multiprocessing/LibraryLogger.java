package multiprocessing;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import multiprocessing.internal.log.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LocationAwareLogger;
import org.slf4j.spi.SLF4JServiceProvider;

/** The logger that {@link Multiprocessing#getLogger()} returns. */
final class LibraryLogger extends LegacyAbstractLogger {
  /*
   * One message goes to two places, each of which may be absent: to standard error, if the program asked for that
   * (Log decides), and to the program's own log. SLF4J prints warnings as soon as it is used without a provider,
   * so it is used only where one can be found; which is asked once.
   */
  private static final long serialVersionUID = 1;

  /** The last class between the caller and the provider, by which a provider finds the caller. */
  private static final String BOUNDARY = AbstractLogger.class.getName();

  private static final LibraryLogger ONLY = new LibraryLogger(ofProvider());

  static {
    if (ONLY.program != null) {
      Log.setReceiver((level, message) -> ONLY.send(Level.intToLevel(level), null, message, null));
    }
  }

  /** The logger of the program's provider, or null. */
  private final transient Logger program;

  private LibraryLogger(Logger program) {
    this.name = "multiprocessing";
    this.program = program;
  }

  static LibraryLogger get() {
    return ONLY;
  }

  private static Logger ofProvider() {
    try {
      // as SLF4J looks for it, but without making one: the class loader is the same
      ClassLoader loader = LoggerFactory.class.getClassLoader();
      boolean chosen = System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY) != null;
      boolean there =
          chosen
              || ServiceLoader.load(SLF4JServiceProvider.class, loader).stream()
                  .findFirst()
                  .isPresent();
      return there ? LoggerFactory.getLogger("multiprocessing") : null;
    } catch (ServiceConfigurationError | LinkageError e) {
      return null; // a provider that is broken is none
    }
  }

  @Override
  public boolean isTraceEnabled() {
    return isHeard(Level.TRACE) || (program != null && program.isTraceEnabled());
  }

  @Override
  public boolean isDebugEnabled() {
    return isHeard(Level.DEBUG) || (program != null && program.isDebugEnabled());
  }

  @Override
  public boolean isInfoEnabled() {
    return isHeard(Level.INFO) || (program != null && program.isInfoEnabled());
  }

  @Override
  public boolean isWarnEnabled() {
    return isHeard(Level.WARN) || (program != null && program.isWarnEnabled());
  }

  @Override
  public boolean isErrorEnabled() {
    return isHeard(Level.ERROR) || (program != null && program.isErrorEnabled());
  }

  private static boolean isHeard(Level level) {
    return level.toInt() >= Log.stderrLevel();
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return BOUNDARY;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable cause) {
    String message = MessageFormatter.basicArrayFormat(pattern, arguments);
    Log.writeToStderr(level.toInt(), message, cause);
    if (program != null) {
      send(level, marker, message, cause);
    }
  }

  private void send(Level level, Marker marker, String message, Throwable cause) {
    if (program instanceof LocationAwareLogger aware) {
      aware.log(marker, BOUNDARY, level.toInt(), message, null, cause);
    } else if (program.isEnabledForLevel(level)) {
      program.atLevel(level).setCause(cause).log(message);
    }
  }

  /** Where it arrives it is that process's own. */
  @Override
  protected Object readResolve() {
    return ONLY;
  }
}
