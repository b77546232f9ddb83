package multiprocessing.internal.launch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  private static final long END_MILLIS = 10_000;

  // Mutable state, guarded by this
  private final StandbyShelf shelf = new StandbyShelf();
  private final StandbyDemand demand = new StandbyDemand();
  private final StandbyDeaths deaths = new StandbyDeaths();
  private Rehearsal expected;
  private Rehearsal rehearsal;
  private StandbyKind kind;
  private StandbyLimits limits;
  private Thread keeper;
  private boolean ending;
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
    return OF_THIS_JVM.readyOnes().stream().map(standby -> standby.jvm().pid()).toList();
  }

  /**
   * Gives a task to a standby of the right kind.
   *
   * @param line the command that a new JVM would get
   * @param properties the system properties that travel with the task
   * @return the JVM that has it, or null if a new one must be launched
   */
  static LaunchedJvm take(
      Family family,
      List<String> line,
      Map<String, String> properties,
      Rehearsal rehearsal,
      byte[] bootstrap) {
    boolean allowed = OF_THIS_JVM.choose(family, line, properties, rehearsal);
    return allowed ? OF_THIS_JVM.serve(bootstrap) : null;
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
      early.jvm().input().tellTask(bootstrap);
      return early.jvm();
    }
    return null;
  }

  /** From here on only standbys of this kind are on the shelf; false if none are allowed. */
  private synchronized boolean choose(
      Family family, List<String> line, Map<String, String> properties, Rehearsal of) {
    limits = StandbyLimits.now();
    if (ending) {
      return false;
    }
    rehearsal = of;
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
    return shelf.takeReady();
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
    return kind != null && kind.preload().isEmpty() ? shelf.takeBooting() : null;
  }

  private synchronized void giveUp(Standby standby) {
    deaths.died(System.nanoTime());
    shelf.discard(standby);
    wakeKeeper();
  }

  private synchronized void setExpected(Rehearsal of) {
    expected = of;
    wakeKeeper();
  }

  private synchronized List<Standby> readyOnes() {
    return shelf.ready();
  }

  private synchronized void endAll() throws InterruptedException {
    ending = true;
    kind = null;
    expected = null;
    clear();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
    notifyAll();
    try {
      while (keeper != null && end - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
      }
    } finally {
      ending = false;
    }
  }

  private void clear() {
    shelf.discardAll();
    demand.forget();
    deaths.forget();
    if (!shelf.isEmpty()) {
      wakeKeeper();
    }
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

  /** The end of their standard input ends standbys, too; but not one that was stopped. */
  private void endWithThisJvm() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::killAll, "mp-standbys-end"));
    } catch (IllegalStateException e) {
      // this JVM is going down already
    }
  }

  private synchronized void killAll() {
    ending = true; // a hook that starts a process is not given one of them
    shelf.killAll();
  }

  // What follows is the keeper's.

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
    boolean wanted = expected != null || (kind != null && demand.wanted() > 0);
    if (shelf.isEmpty() && !wanted) {
      keeper = null;
      notifyAll();
      return false;
    }
    return true;
  }

  private void reap() {
    List<Standby> over = binned();
    over.forEach(Standby::end);
    for (Standby standby : over) {
      try {
        if (standby.reap(END_MILLIS)) {
          forget(standby);
        }
      } catch (InterruptedException e) {
        // nobody has a reason to interrupt this thread; the standby stays in the bin
      }
    }
  }

  private synchronized List<Standby> binned() {
    return shelf.bin();
  }

  private synchronized void forget(Standby standby) {
    shelf.forget(standby);
  }

  /** Wants one standby, because it was said that starts will follow. */
  private void prepare() {
    Rehearsal of = takeExpected();
    if (of == null) {
      return;
    }
    try {
      Map<String, String> properties = SystemProperties.toTravel(System.getProperties(), List.of());
      if (choose(Family.current(), JavaCommand.plainLine(), properties, of)) {
        wantOne();
      }
    } catch (IOException | RuntimeException e) {
      // the first start will find the same, and say so
    }
  }

  private synchronized Rehearsal takeExpected() {
    boolean knowsMore = expected != null && rehearsal != null; // of a start that there was
    Rehearsal of = knowsMore ? rehearsal : expected;
    expected = null;
    return of;
  }

  private synchronized void wantOne() {
    demand.expect(System.nanoTime(), limits.most());
  }

  /** Waits until there is something to do; the kind of standby to launch, if it is that. */
  private synchronized StandbyKind awaitMissing() {
    while (expected == null && kind != null) {
      long now = System.nanoTime();
      long waitNanos = demand.lingerNanos(now, limits.lingerNanos());
      for (int dead = shelf.discardDead(); dead > 0; dead--) {
        deaths.died(now);
      }
      shelf.discardBeyond(demand.wanted());
      if (!shelf.bin().isEmpty() || demand.wanted() == 0) {
        return null;
      }
      if (shelf.size() < demand.wanted()) {
        long launchNanos = launchNanos(now);
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
    return null;
  }

  /** How long until the next may be launched. */
  private long launchNanos(long now) {
    long rest = Math.max(demand.restNanos(now), deaths.pauseNanos(now));
    int booting = shelf.size() - shelf.ready().size();
    int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return rest == 0 && booting >= atOnce ? LOOK_NANOS : rest;
  }

  private void launch(StandbyKind missing) {
    Standby launched = null;
    if (StandbyLimits.room() > 0) {
      try {
        Rehearsal practice = practice();
        byte[] task = new KryoSerializer().dumps(practice.task().get());
        launched = Standby.launch(missing, practice.classes(), task, practice.target().words());
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        // a start that has to do without will find the same, and say so
      }
    }
    launched(missing, launched);
  }

  private synchronized Rehearsal practice() {
    return rehearsal;
  }

  private synchronized void launched(StandbyKind of, Standby standby) {
    if (standby == null) {
      deaths.died(System.nanoTime());
    } else if (of.equals(kind)) {
      shelf.put(standby);
      CompletableFuture<Void> ignored = standby.jvm().process().onExit().thenRun(this::look);
    } else {
      shelf.discard(standby);
    }
  }

  private synchronized void look() {
    notifyAll();
  }
}
