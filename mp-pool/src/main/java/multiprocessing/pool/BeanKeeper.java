package multiprocessing.pool;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import multiprocessing.Multiprocessing;

/** Keeps a pool's bean registered, from its second second to its end. */
final class BeanKeeper implements Runnable {
  /*
   * The first use of the platform's MBean server takes longer than the start of a worker. So a thread does it that
   * nobody waits for, and a pool that lives for a moment only never pays.
   */
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String PROPERTY = "multiprocessing.jmx";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Crew crew;
  private final PoolBean bean;
  private final Thread thread;

  private BeanKeeper(Crew crew, PoolBean bean) {
    this.crew = crew;
    this.bean = bean;
    this.thread = new Thread(this, "mp-pool-mxbean-" + ProcessHandle.current().pid());
    thread.setDaemon(true);
  }

  /** Begins; a crew without a thread for this has no bean. */
  static BeanKeeper start(Crew crew, PoolBean bean) {
    BeanKeeper keeper = new BeanKeeper(crew, bean);
    if (!"false".equals(System.getProperty(PROPERTY))) {
      try {
        keeper.thread.start();
      } catch (OutOfMemoryError e) {
        Multiprocessing.getLogger().warn("no thread for the MXBean of a pool: {}", e, e);
      }
    }
    return keeper;
  }

  /** After the crew's end: waits until the bean is not registered any more; true if so. */
  boolean awaitGone(long nanos) throws InterruptedException {
    if (nanos > 0) {
      TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
    }
    return !thread.isAlive();
  }

  @Override
  public void run() {
    try {
      if (!crew.awaitEnd(FIRST_NANOS)) {
        keepUntilTheEnd();
      }
    } catch (InterruptedException e) {
      // nobody but this class knows this thread
    } catch (JMException | RuntimeException | LinkageError | OutOfMemoryError e) {
      Multiprocessing.getLogger().warn("a pool has no MXBean: {}", e, e);
    }
  }

  private void keepUntilTheEnd() throws JMException, InterruptedException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = register(server);
    try {
      crew.awaitEnd();
    } finally {
      server.unregisterMBean(name);
    }
  }

  private ObjectName register(MBeanServer server) throws JMException {
    while (true) {
      String number = "Pool-" + NUMBERS.incrementAndGet();
      ObjectName name = new ObjectName("multiprocessing:type=Pool,name=" + number);
      try {
        server.registerMBean(bean, name);
        return name;
      } catch (InstanceAlreadyExistsException e) {
        // of this library in another class loader
      }
    }
  }
}
