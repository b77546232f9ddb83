package multiprocessing.internal.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import multiprocessing.internal.classes.ClassSharing;
import multiprocessing.internal.resource.Family;

/** A child JVM as its parent sees it: started, watched until it has ended, its fate told. */
public final class Child {
  /*
   * Pipes and files connect parent and child. The control channel: what is told, then commands, kept open (see
   * ParentWatch; by which descriptor: see ControlChannel). Standard output and standard error: see ChildStreams. The files: see ExitReport and Offer.
   * One thread per child waits for its end; it is a daemon thread for a daemonic child only, so that
   * the JVM does not end before its other children have: that is how they are joined at the end of main, and why
   * no shutdown hook has to.
   */
  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private final boolean daemon;
  private final long startMillis = System.currentTimeMillis();
  private final List<String> jvmOptions;
  private final Path directory;
  private final long graceNanos;
  private final Consumer<Child> whenEnded;
  private final ChildStreams streams;
  private final SecondLaunch secondLaunch;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile LaunchedJvm jvm;
  private volatile Escalation escalation;
  private volatile boolean endedAtExit;
  private volatile Fate fate;

  private Child(ChildPlan plan, LaunchedJvm jvm, ChildStreams streams, SecondLaunch secondLaunch) {
    this.daemon = plan.daemon(); // not the plan itself: its task may be large
    this.whenEnded = plan.whenEnded();
    this.jvm = jvm;
    this.graceNanos = plan.options().graceNanos();
    this.escalation = new Escalation(jvm, graceNanos);
    this.jvmOptions = plan.jvmOptions();
    this.directory = plan.directory();
    this.secondLaunch = secondLaunch;
    this.streams = streams;
    streams.start(jvm);
  }

  /**
   * Starts a child JVM and does not wait for it.
   *
   * @throws IOException if the operating system refuses; nothing is left behind
   */
  public static Child start(ChildPlan plan) throws IOException {
    try {
      return launch(plan);
    } catch (IOException e) {
      GoingDown.holdBack(false); // a Ctrl-C ends also what helps to launch
      throw e;
    }
  }

  private static Child launch(ChildPlan plan) throws IOException {
    MemoryKills.begin();
    Family family = Family.current();
    List<String> line = JavaCommand.line(plan);
    Map<String, String> properties =
        SystemProperties.toTravel(System.getProperties(), plan.jvmOptions());
    Bootstrap bootstrap =
        new Bootstrap(
            plan.name(),
            plan.identity(),
            plan.daemon(),
            ProcessHandle.current().pid(),
            plan.parentName(),
            plan.startMethod(),
            plan.logLevel(),
            plan.authKey(),
            properties,
            ClassSharing.label(Thread.currentThread().getContextClassLoader()),
            plan.task());
    byte[] message = bootstrap.encode();
    if (plan.mayTakeStandby()) {
      LaunchedJvm standby = Standbys.take(family, line, properties, plan.rehearsal(), message);
      if (standby != null) {
        SecondLaunch second =
            new SecondLaunch(family, line, LaunchedJvm.builder(standby.command()), plan.launcher());
        return watched(plan, standby, new ChildStreams(plan), second);
      }
    }
    return startCold(plan, family, line, message);
  }

  private static Child startCold(ChildPlan plan, Family family, List<String> line, byte[] message)
      throws IOException {
    ChildStreams streams = new ChildStreams(plan);
    List<String> complete = JavaCommand.withArchive(line, plan.jvmOptions());
    JavaCommand command = JavaCommand.ofDebugged(family, complete, plan.jvmOptions());
    ProcessBuilder builder = builder(plan, command);
    streams.redirect(builder);
    LaunchedJvm jvm = LaunchedJvm.launch(family, command, builder, plan.launcher());
    if (complete != line) {
      jvm.putOnTrial();
    }
    SecondLaunch second = new SecondLaunch(family, line, builder, plan.launcher());
    Child child = watched(plan, jvm, streams, second);
    command.debugging().ifPresent(port -> port.announce(plan.name(), jvm.pid()));
    jvm.input().tell(Preamble.ofTask(family.folder().toString(), jvm.report().toString()).encode());
    jvm.input().tellTask(message);
    return child;
  }

  private static ProcessBuilder builder(ChildPlan plan, JavaCommand command) {
    ProcessBuilder builder = LaunchedJvm.builder(command);
    if (plan.options().toolOptions()) {
      ToolOptions.addTo(builder.environment());
    }
    builder.environment().putAll(plan.environment());
    if (plan.directory() != null) {
      builder.directory(plan.directory().toFile());
    }
    return builder;
  }

  private static Child watched(
      ChildPlan plan, LaunchedJvm jvm, ChildStreams streams, SecondLaunch second)
      throws IOException {
    Child child = null;
    try {
      child = new Child(plan, jvm, streams, second);
      LiveChildren.add(child);
      child.watch();
      return child;
    } catch (IOException | RuntimeException | Error e) { // no thread could be made for it
      jvm.process().destroyForcibly();
      if (child != null) {
        LiveChildren.remove(child);
      }
      jvm.cleanUp();
      throw e;
    }
  }

  /** The process id; it stays known after the end. */
  public long pid() {
    return jvm.pid();
  }

  /** True until the fate is known. */
  public boolean isAlive() {
    return ended.getCount() > 0;
  }

  /** How the child ended, or null while it runs. */
  public Fate fate() {
    return fate;
  }

  /** Whether this JVM asked it to end, or ended it. */
  public boolean endRequested() {
    return escalation.hasBegun();
  }

  boolean isDaemon() {
    return daemon;
  }

  /** Whether its task has begun. */
  boolean hasBegun() {
    return jvm.hasBegun();
  }

  /** Waits until the child has ended. */
  public void await() throws InterruptedException {
    ended.await();
  }

  /**
   * Waits until the child has ended.
   *
   * @return false if it still runs after that time
   */
  public boolean await(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Interrupts the thread of the task; does not wait. */
  public void interrupt() {
    jvm.input().interrupt();
  }

  /** Has the child look for an order. */
  void order() {
    jvm.input().order();
  }

  /** Asks the child to end (SIGTERM), and ends it (SIGKILL) if it takes too long. */
  public void terminate() {
    escalation.terminate();
  }

  /** Asks the child to end because this JVM does. */
  void terminateAtExit() {
    endedAtExit = true;
    escalation.terminate();
  }

  /** Ends the child at once, because this JVM ends. */
  void killAtExit() {
    endedAtExit = true;
    escalation.kill();
  }

  /** Waits until the child has been told all of its task; not longer than that. */
  void awaitTold(long nanos) throws InterruptedException {
    jvm.input().awaitWritten(nanos);
  }

  /** Waits until the child is gone, whether or not its fate is known; false if it is not. */
  boolean awaitGone(long nanos) throws InterruptedException {
    return jvm.process().waitFor(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Whether the user need not be told of its end: this JVM asked for it or ends as well, or a
   * terminal told all processes to end.
   */
  public boolean endIsNoNews() {
    int exitCode = fate.exitCode();
    return endRequested() || GoingDown.hasBegun() || exitCode == -SIGINT || exitCode == -SIGHUP;
  }

  /** Ends the child at once (SIGKILL). */
  public void kill() {
    escalation.kill();
  }

  private void watch() {
    Thread watcher = new Thread(this::awaitEnd, "mp-watch-" + pid());
    watcher.setDaemon(daemon);
    watcher.start();
  }

  private void awaitEnd() {
    Fate end = fate(awaitStatus());
    try {
      jvm.cleanUp();
      LiveChildren.remove(this);
      if (endedAtExit || (GoingDown.mayBeForAll(end.exitCode()) && !endRequested())) {
        GoingDown.holdBack(endedAtExit);
      }
      fate = end;
      whenEnded.accept(this);
    } finally {
      fate = end;
      ended.countDown();
    }
  }

  /** Whoever waits is told of the end, also if there is no memory for the whole story. */
  private Fate fate(int status) {
    try {
      ExitReport.Content content = ExitReport.read(jvm.report());
      String failure = jvm.command().explain(content);
      int exitCode = exitCode(status, content);
      return new Fate(exitCode, content.began(), failure, streams.lastLines(), cause(exitCode));
    } catch (OutOfMemoryError e) {
      return new Fate(status > 128 ? 128 - status : status, true, null, "", null);
    }
  }

  /** "exited" may have been reported by a child that was then killed in its shutdown hooks. */
  private int exitCode(int status, ExitReport.Content content) {
    boolean killed = status == 128 + SIGKILL && escalation.hasKilled();
    boolean toldNothing = !content.told() && content.failure() == null && !streams.saidAnything();
    if (status == 1 && escalation.hasBegun() && toldNothing) {
      return -SIGTERM; // what a JVM sometimes makes of it while it boots
    }
    return status > 128 && (killed || !content.exited()) ? 128 - status : status;
  }

  private String cause(int exitCode) {
    if (exitCode == 0) {
      return null;
    }
    if (exitCode == -SIGKILL && !endRequested()) {
      return MemoryKills.explain();
    }
    return CrashReport.read(errorFile(), startMillis - 1_000); // a second: of coarse file times
  }

  private Path errorFile() {
    return ChildDefaults.errorFile(jvmOptions, directory, jvm.pid());
  }

  private int awaitStatus() {
    int status = escalation.awaitStatus();
    byte[] task = jvm.input().task();
    if (task != null && !endRequested() && SecondLaunch.isDue(jvm, status)) {
      SecondLaunch.dropArchive(errorFile());
      if (launchAgain(task)) {
        status = escalation.awaitStatus();
      }
    }
    try {
      streams.awaitDrained();
    } catch (InterruptedException e) {
      // nobody has a reason to interrupt this thread, which is ours
    }
    return status;
  }

  /** The process id is another one from here on. */
  private boolean launchAgain(byte[] task) {
    try {
      LaunchedJvm again = secondLaunch.launch();
      jvm.cleanUp();
      streams.start(again);
      jvm = again;
      Escalation before = escalation;
      escalation = new Escalation(again, graceNanos);
      again
          .input()
          .tell(
              Preamble.ofTask(secondLaunch.family().folder().toString(), again.report().toString())
                  .encode());
      again.input().tellTask(task);
      if (before.hasBegun()) {
        escalation.kill(); // asked for meanwhile
      }
      return true;
    } catch (IOException | OutOfMemoryError e) {
      return false; // the first one's crash is what there is to tell
    }
  }
}
