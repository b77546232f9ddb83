package multiprocessing.internal.records;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** SLF4J's provider in a worker whose records go to the pool: made by SLF4J, by its name. */
public final class ForwardingProvider implements SLF4JServiceProvider {
  private final ILoggerFactory loggers = new ForwardingLoggers();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new BasicMDCAdapter();

  /** Makes the provider. */
  public ForwardingProvider() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
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
    return "2.0.99"; // what SLF4J's own providers say: any 2.0
  }

  @Override
  public void initialize() {
    // there is nothing that could fail
  }
}
