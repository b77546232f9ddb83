package multiprocessing.internal.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import multiprocessing.internal.resource.Family;

/** A child JVM as its parent sees it: started, watched until it has ended, its fate told. */
public final class Child {
  /*
   * Three pipes and a file connect parent and child. Standard input: the Bootstrap, then nothing, but kept open
   * (see ParentWatch). Standard error: copied by a StderrPump. Standard output: the parent's own. The file: see
   * ExitReport. One thread per child waits for its end; it is a daemon thread for a daemonic child only, so that
   * the JVM does not end before its other children have: that is how they are joined at the end of main, and why
   * no shutdown hook has to.
   */
  private static final String[] UNWANTED = {
    "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", FrozenApp.LAUNCHER_VARIABLE
  };

  /** What an empty pipe surely holds: a write of at most this size to a new pipe does not block. */
  private static final int SMALL = 4096;

  private static final int SIGKILL = 9;
  private static final long STRAGGLERS_MILLIS = 1_000;

  private final boolean daemon;
  private final Consumer<Child> whenEnded;
  private final Process process;
  private final StderrPump stderr;
  private final Path report;
  private final JavaCommand command;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean endRequested;
  private volatile boolean killRequested;
  private volatile Fate fate;

  private Child(ChildPlan plan, Process process, Path report, JavaCommand command) {
    this.daemon = plan.daemon(); // not the plan itself: its task may be large
    this.whenEnded = plan.whenEnded();
    this.process = process;
    this.report = report;
    this.command = command;
    this.stderr = StderrPump.start(process.getErrorStream(), process.pid());
  }

  /**
   * Starts a child JVM and does not wait for it.
   *
   * @throws IOException if the operating system refuses; nothing is left behind
   */
  public static Child start(ChildPlan plan) throws IOException {
    Family family = Family.current();
    Path report = family.newPath("report");
    JavaCommand command = JavaCommand.build(family, plan.jvmOptions());
    Bootstrap bootstrap =
        new Bootstrap(
            family.folder().toString(),
            report.toString(),
            plan.name(),
            plan.identity(),
            plan.daemon(),
            ProcessHandle.current().pid(),
            plan.parentName(),
            plan.startMethod(),
            plan.logLevel(),
            plan.authKey(),
            SystemProperties.toTravel(System.getProperties(), plan.jvmOptions()),
            plan.task());
    byte[] message = bootstrap.encode();
    Process process;
    try {
      ExitReport.reserve(report);
      process = plan.launcher().launch(builder(plan, command));
    } catch (IOException | RuntimeException | Error e) {
      deleteQuietly(report);
      deleteQuietly(command.argumentFile().orElse(null));
      throw e;
    }
    Child child = null;
    try {
      child = new Child(plan, process, report, command);
      LiveChildren.add(child);
      child.watch();
      child.tell(message);
      return child;
    } catch (RuntimeException | Error e) {
      abandon(process, child, report, command); // no thread could be made for it
      throw e;
    }
  }

  private static void abandon(Process process, Child child, Path report, JavaCommand command) {
    process.destroyForcibly();
    if (child != null) {
      LiveChildren.remove(child);
    }
    deleteQuietly(report);
    deleteQuietly(command.argumentFile().orElse(null));
  }

  private static ProcessBuilder builder(ChildPlan plan, JavaCommand command) {
    ProcessBuilder builder = new ProcessBuilder(command.words());
    for (String name : UNWANTED) {
      builder.environment().remove(name);
    }
    builder.environment().putAll(plan.environment());
    if (plan.directory() != null) {
      builder.directory(plan.directory().toFile());
    }
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    return builder;
  }

  /** The process id; it stays known after the end. */
  public long pid() {
    return process.pid();
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
    return endRequested;
  }

  boolean isDaemon() {
    return daemon;
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

  /** Asks the child to end (SIGTERM). */
  public void terminate() {
    endRequested = true;
    process.destroy();
  }

  /** Ends the child at once (SIGKILL). */
  public void kill() {
    endRequested = true;
    killRequested = true;
    process.destroyForcibly();
  }

  private void watch() {
    Thread watcher = new Thread(this::awaitEnd, "mp-watch-" + pid());
    watcher.setDaemon(daemon);
    watcher.start();
  }

  private void tell(byte[] message) {
    if (message.length <= SMALL) {
      write(message);
    } else {
      // the child must read for the write to end, and start() does not wait for the child
      Thread writer = new Thread(() -> write(message), "mp-task-" + pid());
      writer.setDaemon(true);
      writer.start();
    }
  }

  @SuppressWarnings("resource") // stays open until the child's end: its closing says that we died
  private void write(byte[] message) {
    OutputStream stdin = process.getOutputStream();
    try {
      stdin.write(message);
      stdin.flush();
    } catch (IOException e) {
      // the child is dead already; its fate tells why
    }
  }

  private void awaitEnd() {
    int status = awaitStatus();
    ExitReport.Content content = ExitReport.read(report);
    String failure = command.explain(content);
    fate = new Fate(exitCode(status, content), content.began(), failure, stderr.lastLines());
    closeQuietly(process.getOutputStream());
    deleteQuietly(report);
    deleteQuietly(command.argumentFile().orElse(null));
    LiveChildren.remove(this);
    try {
      whenEnded.accept(this);
    } finally {
      ended.countDown();
    }
  }

  /** "exited" may have been reported by a child that was then killed in its shutdown hooks. */
  private int exitCode(int status, ExitReport.Content content) {
    boolean killed = status == 128 + SIGKILL && killRequested;
    return status > 128 && (killed || !content.exited()) ? 128 - status : status;
  }

  /**
   * Interrupts do not concern this thread: it is ours, and its only job is to outlive the child.
   */
  private int awaitStatus() {
    while (true) {
      try {
        int status = process.waitFor();
        stderr.awaitDrained(STRAGGLERS_MILLIS);
        return status;
      } catch (InterruptedException e) {
        // keep waiting
      }
    }
  }

  private static void closeQuietly(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // unsent bytes for a dead child
    }
  }

  private static void deleteQuietly(Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // the janitor removes it with the folder
      }
    }
  }
}
