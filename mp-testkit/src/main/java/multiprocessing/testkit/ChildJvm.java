package multiprocessing.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A real JVM that runs a main class of the tests, with everything it prints kept.
 *
 * <p>Two threads drain its stdout and stderr, so it never blocks on them. {@link #close} kills it
 * with SIGKILL, gives its descendants two seconds to notice that by themselves, and kills those
 * that did not.
 */
public final class ChildJvm implements AutoCloseable {
  private static final Duration DESCENDANTS_GRACE = Duration.ofSeconds(2);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final Process process;
  private final Drain stdout;
  private final Drain stderr;

  private ChildJvm(Process process) {
    this.process = process;
    this.stdout = Drain.start(process.getInputStream(), "out-" + process.pid());
    this.stderr = Drain.start(process.getErrorStream(), "err-" + process.pid());
  }

  /** Starts a main class with this JVM's java and class path. */
  public static ChildJvm start(Class<?> mainClass, String... arguments) {
    return of(mainClass).arguments(arguments).start();
  }

  /** Describes a child; {@link Builder#start} starts it. */
  public static Builder of(Class<?> mainClass) {
    return of(mainClass.getName());
  }

  /** Describes a child by the binary name of its main class. */
  public static Builder of(String mainClass) {
    return new Builder(requireNonNull(mainClass, "mainClass"));
  }

  /**
   * Describes a program of a JDK other than {@code java CLASS}, such as {@code jshell}; only its
   * words, arguments, environment and directory count.
   */
  public static Builder ofCommand(String... words) {
    Builder builder = new Builder(String.join(" ", words));
    builder.command = List.of(words);
    return builder;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The process itself, for what this class does not offer, as writing to its stdin. */
  public Process process() {
    return process;
  }

  /** What it has written to its stdout so far; all of it, after {@link #awaitExit}. */
  public String stdout() {
    return stdout.text();
  }

  /** What it has written to its stderr so far; all of it, after {@link #awaitExit}. */
  public String stderr() {
    return stderr.text();
  }

  /**
   * Waits until a whole line of its stdout contains a text.
   *
   * @return the first such line, without its end
   * @throws AssertionError with all output, if none came in time or the child ended without one
   */
  public String awaitLine(String part, Duration limit) {
    boolean seen =
        Eventually.poll(
            "a line with " + part,
            limit,
            () -> stdout.lineWith(part).isPresent() || stdout.atEnd());
    return stdout
        .lineWith(part)
        .orElseThrow(
            () ->
                new AssertionError(
                    "no line with '"
                        + part
                        + "' "
                        + (seen ? "before the end" : "within " + limit)
                        + " of "
                        + this));
  }

  /**
   * Waits until it has ended and all its output is read. Output is read to its end for at most a
   * second after the exit, because a descendant may hold the stream open.
   *
   * @return its exit status, 128+n if signal n killed it
   * @throws AssertionError with its stacks and all output, if it is still alive then
   */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError(
            "still alive after " + limit + ": " + this + "\n" + Stacks.ofJvm(pid()));
      }
      stdout.awaitEnd(Duration.ofSeconds(1));
      stderr.awaitEnd(Duration.ofSeconds(1));
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the exit of " + this, e);
    }
  }

  /** Sends it a signal. */
  public void kill(Signal signal) {
    signal.send(pid());
  }

  @Override
  public void close() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    if (!Eventually.poll("descendants gone", DESCENDANTS_GRACE, () -> gone(descendants))) {
      descendants.forEach(ProcessHandle::destroyForcibly);
    }
    Eventually.until("end of " + pid(), CLOSE_LIMIT, () -> !process.isAlive());
    stdout.close();
    stderr.close();
  }

  private static boolean gone(List<ProcessHandle> processes) {
    return processes.stream().noneMatch(ProcessHandle::isAlive);
  }

  @Override
  public String toString() {
    String fate = process.isAlive() ? "alive" : "exit " + process.exitValue();
    return "child JVM, pid "
        + pid()
        + ", "
        + fate
        + "\n-- stdout:\n"
        + stdout()
        + "\n-- stderr:\n"
        + stderr();
  }

  /** What a child JVM is started with. */
  public static final class Builder {
    private final String mainClass;
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private Path javaHome = Path.of(System.getProperty("java.home"));
    private String classPath = System.getProperty("java.class.path");
    private Path directory;
    private List<String> command;

    private Builder(String mainClass) {
      this.mainClass = mainClass;
    }

    public Builder arguments(String... values) {
      arguments.addAll(List.of(values));
      return this;
    }

    /** Options for the java command, as "-Xmx64m". */
    public Builder jvmOptions(String... values) {
      jvmOptions.addAll(List.of(values));
      return this;
    }

    /** A variable beside those inherited; the three that add JVM options are not inherited. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public Builder directory(Path path) {
      directory = requireNonNull(path, "path");
      return this;
    }

    /** The class path in place of this JVM's. */
    public Builder classPath(String path) {
      classPath = requireNonNull(path, "path");
      return this;
    }

    /** Another JDK's home in place of this JVM's. */
    public Builder javaHome(Path home) {
      javaHome = requireNonNull(home, "home");
      return this;
    }

    /** Starts the JVM; it is closed by whoever called this. */
    public ChildJvm start() {
      List<String> words = words();
      ProcessBuilder builder = new ProcessBuilder(words);
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
          .forEach(builder.environment()::remove);
      builder.environment().putAll(environment);
      if (directory != null) {
        builder.directory(directory.toFile());
      }
      try {
        return new ChildJvm(builder.start());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start " + words.get(0) + " " + mainClass, e);
      }
    }

    /** The command that starts the JVM. */
    public List<String> words() {
      List<String> words = new ArrayList<>();
      if (command == null) {
        words.add(javaHome.resolve("bin").resolve("java").toString());
        words.addAll(jvmOptions);
        words.addAll(List.of("-cp", classPath, mainClass));
      } else {
        words.addAll(command);
      }
      words.addAll(arguments);
      return words;
    }
  }
}
