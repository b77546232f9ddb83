package multiprocessing.internal.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import multiprocessing.ProcessException;
import multiprocessing.internal.resource.Family;
import multiprocessing.spi.KryoSerializer;

/** The standbys of this JVM: JVMs launched before there is a task for them, each used once. */
public final class Standbys {
  /*
   *                 .--> handed over: a child like any other
   *   launched --> on the shelf
   *                 `--> in the bin: ended, then reaped
   *
   * A start takes a standby off the shelf, or goes without. One thread, the keeper, does all else: it launches what
   * is wanted (StandbyDemand, StandbyDeaths), bins what is dead, surplus, or of another kind than the last start's,
   * and ends when there is nothing to keep. Whoever takes a standby off the shelf, under the lock, owns it. Nothing is
   * launched, told or waited for under the lock.
   */
  private static final Standbys OF_THIS_JVM = new Standbys();

  /** How long a standby may take to claim its task. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often to look whether one that boots is ready, to launch the next. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** One that is not ready by then never will be. */
  private static final long BOOT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long END_MILLIS = 10_000;

  // Mutable state, guarded by this
  private final List<Standby> shelf = new ArrayList<>();
  private final List<Standby> bin = new ArrayList<>();
  private final StandbyDemand demand = new StandbyDemand();
  private final StandbyDeaths deaths = new StandbyDeaths();
  private Rehearsal expected;
  private Rehearsal rehearsal;
  private StandbyKind kind;
  private StandbyLimits limits;
  private Thread keeper;
  private boolean hooked;

  private Standbys() {}

  /** Launches a standby in the background if there is none, because starts will follow. */
  public static void expectStarts(Rehearsal rehearsal) {
    OF_THIS_JVM.setExpected(rehearsal);
  }

  /** Ends all standbys and waits for their end; the next start may bring new ones. */
  public static void shutdown() throws InterruptedException {
    OF_THIS_JVM.endAll();
  }

  /** The process ids of the standbys that a start could have now. */
  public static List<Long> ready() {
    return OF_THIS_JVM.readyPids();
  }

  /**
   * Gives a task to a standby of the right kind.
   *
   * @param properties the system properties that travel with the task
   * @param line the command that a new JVM would get
   * @return the JVM that has it, or null if a new one must be launched
   */
  static LaunchedJvm take(
      Family family,
      List<String> line,
      Map<String, String> properties,
      Rehearsal rehearsal,
      byte[] bootstrap) {
    return OF_THIS_JVM.choose(family, line, properties, rehearsal)
        ? OF_THIS_JVM.serve(bootstrap)
        : null;
  }

  private LaunchedJvm serve(byte[] bootstrap) {
    for (Standby next = nextReady(); next != null; next = nextReady()) {
      if (next.handOver(bootstrap, ANSWER_NANOS)) {
        wasServed();
        return next.jvm();
      }
      giveUp(next);
    }
    Standby early = wasMissed();
    if (early != null) {
      early.jvm().input().tell(bootstrap);
      return early.jvm();
    }
    return null;
  }

  /** From here on only standbys of this kind are on the shelf; false if none are allowed. */
  private synchronized boolean choose(
      Family family, List<String> line, Map<String, String> properties, Rehearsal of) {
    rehearsal = of;
    limits = StandbyLimits.now();
    StandbyKind chosen =
        new StandbyKind(
            family, line, SystemProperties.readOnce(properties), LaunchSettings.preload());
    if (!chosen.equals(kind)) {
      kind = chosen;
      clear();
    }
    return limits.most() > 0;
  }

  private synchronized Standby nextReady() {
    for (Iterator<Standby> each = shelf.iterator(); each.hasNext(); ) {
      Standby standby = each.next();
      if (standby.isReady()) {
        each.remove();
        return standby;
      }
    }
    return null;
  }

  private synchronized void wasServed() {
    demand.served(System.nanoTime());
    deaths.forget();
    wakeKeeper();
  }

  /**
   * Nobody was ready. One that still boots is better than a new one, unless it loads a user's
   * classes, which may never end.
   */
  private synchronized Standby wasMissed() {
    demand.missed(System.nanoTime(), limits.most());
    wakeKeeper();
    if (kind != null && kind.preload().isEmpty()) {
      for (Iterator<Standby> each = shelf.iterator(); each.hasNext(); ) {
        Standby standby = each.next();
        if (standby.isAlive() && !standby.isReady()) {
          each.remove();
          return standby;
        }
      }
    }
    return null;
  }

  private synchronized void giveUp(Standby standby) {
    deaths.died(System.nanoTime());
    bin.add(standby);
    wakeKeeper();
  }

  private synchronized void setExpected(Rehearsal of) {
    expected = of;
    wakeKeeper();
  }

  private synchronized List<Long> readyPids() {
    List<Long> pids = new ArrayList<>();
    for (Standby standby : shelf) {
      if (standby.isReady()) {
        pids.add(standby.jvm().pid());
      }
    }
    return pids;
  }

  private synchronized void endAll() throws InterruptedException {
    kind = null;
    expected = null;
    clear();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
    wakeKeeper();
    while (keeper != null && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
  }

  // The rest of the synchronized methods are the keeper's.

  private void keep() {
    while (mayGoOn()) {
      reap();
      prepare();
      StandbyKind missing = awaitMissing();
      if (missing != null) {
        launch(missing);
      }
    }
  }

  private synchronized boolean mayGoOn() {
    boolean idle = shelf.isEmpty() && bin.isEmpty() && expected == null;
    if (idle && (kind == null || demand.wanted() == 0)) {
      keeper = null;
      notifyAll();
      return false;
    }
    return true;
  }

  private void reap() {
    List<Standby> over;
    synchronized (this) {
      over = List.copyOf(bin);
    }
    for (Standby standby : over) {
      standby.end();
    }
    for (Standby standby : over) {
      try {
        if (standby.reap(END_MILLIS)) {
          synchronized (this) {
            bin.remove(standby);
          }
        }
      } catch (InterruptedException e) {
        // nobody has a reason to interrupt this thread; the standby stays in the bin
      }
    }
  }

  /** Wants the standby that is expected to be needed, as if a start had missed it. */
  private void prepare() {
    Rehearsal of = takeExpected();
    if (of == null) {
      return;
    }
    try {
      Map<String, String> properties = SystemProperties.toTravel(System.getProperties(), List.of());
      if (choose(Family.current(), JavaCommand.line(List.of()), properties, of)) {
        wantOne();
      }
    } catch (IOException | RuntimeException e) {
      // the first start will find the same, and say so
    }
  }

  private synchronized Rehearsal takeExpected() {
    Rehearsal of = expected;
    expected = null;
    return of;
  }

  private synchronized void wantOne() {
    demand.expect(System.nanoTime(), limits.most());
  }

  /** Waits until there is something to do; the kind of standby to launch, if it is that. */
  private synchronized StandbyKind awaitMissing() {
    while (true) {
      long now = System.nanoTime();
      long lingerNanos =
          limits == null ? LOOK_NANOS : demand.lingerNanos(now, limits.lingerNanos());
      sortOut(now);
      if (!bin.isEmpty() || expected != null || kind == null || demand.wanted() == 0) {
        return null;
      }
      long waitNanos = lingerNanos;
      if (shelf.size() < demand.wanted()) {
        long launchNanos = Math.max(demand.restNanos(now), deaths.pauseNanos(now));
        if (launchNanos == 0 && booting() >= atOnce()) {
          launchNanos = LOOK_NANOS;
        }
        if (launchNanos == 0) {
          return kind;
        }
        waitNanos = Math.min(waitNanos, launchNanos);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, waitNanos);
      } catch (InterruptedException e) {
        // nobody has a reason to interrupt this thread
      }
    }
  }

  /** What is dead or surplus goes; what is ready goes last. */
  private void sortOut(long now) {
    for (Iterator<Standby> each = shelf.iterator(); each.hasNext(); ) {
      Standby standby = each.next();
      if (!standby.isAlive() || (!standby.isReady() && standby.ageNanos() > BOOT_NANOS)) {
        deaths.died(now);
        each.remove();
        bin.add(standby);
      }
    }
    while (shelf.size() > demand.wanted()) {
      bin.add(shelf.remove(shelf.size() - 1));
    }
  }

  private int booting() {
    int count = 0;
    for (Standby standby : shelf) {
      count += standby.isReady() ? 0 : 1;
    }
    return count;
  }

  private static int atOnce() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  private void launch(StandbyKind missing) {
    int room = StandbyLimits.room();
    Standby launched = null;
    if (room > 0) {
      try {
        Rehearsal practice = practice();
        byte[] task = new KryoSerializer().dumps(practice.task().get());
        launched = Standby.launch(missing, practice.classes(), task);
      } catch (IOException | ProcessException | OutOfMemoryError e) {
        // a start that has to do without will find the same, and say so
      }
    }
    synchronized (this) {
      if (launched == null) {
        deaths.died(System.nanoTime());
      } else if (missing.equals(kind)) {
        shelf.add(launched);
        CompletableFuture<Void> ignored = launched.jvm().process().onExit().thenRun(this::look);
      } else {
        bin.add(launched);
      }
    }
  }

  private synchronized Rehearsal practice() {
    return rehearsal;
  }

  private synchronized void look() {
    notifyAll();
  }

  private void clear() {
    bin.addAll(shelf);
    shelf.clear();
    demand.forget();
    deaths.forget();
  }

  private void wakeKeeper() {
    if (!hooked) {
      hooked = true;
      endWithThisJvm();
    }
    if (keeper == null) {
      Thread thread = new Thread(this::keep, "mp-standbys-" + ProcessHandle.current().pid());
      thread.setDaemon(true);
      thread.start();
      keeper = thread;
    }
    notifyAll();
  }

  /** The end of their standard input ends them, too; but not one that was stopped. */
  private void endWithThisJvm() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::killAll, "mp-standbys-end"));
    } catch (IllegalStateException e) {
      // this JVM is going down already
    }
  }

  private synchronized void killAll() {
    shelf.forEach(Standby::end);
    bin.forEach(Standby::end);
  }
}
