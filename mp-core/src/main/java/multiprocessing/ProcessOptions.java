package multiprocessing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import multiprocessing.function.SerializableBiConsumer;
import multiprocessing.function.SerializableConsumer;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.internal.launch.ChildOptions;
import multiprocessing.spi.Launcher;

/**
 * The methods of {@link Process.Builder}.
 *
 * @param <B> the builder itself
 */
abstract class ProcessOptions<B extends ProcessOptions<B>> {
  private Object target;
  private Object[] arguments;
  private String name;
  private Boolean daemon;
  private List<String> jvmOptions = List.of();
  private Map<String, String> environment = Map.of();
  private Path directory;
  private Launcher launcher;
  private Context context;
  private Duration terminationGrace;

  /**
   * Sets the task.
   *
   * @param target the task
   * @return this builder
   */
  public B target(SerializableRunnable target) {
    return setTarget(target);
  }

  /**
   * Sets a task with one argument.
   *
   * @param <A> the type of the argument
   * @param target the task
   * @param argument its argument; may be null
   * @return this builder
   */
  public <A> B target(SerializableConsumer<? super A> target, A argument) {
    return setTarget(target, argument);
  }

  /**
   * Sets a task with two arguments.
   *
   * @param <A1> the type of the first argument
   * @param <A2> the type of the second argument
   * @param target the task
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @return this builder
   */
  public <A1, A2> B target(
      SerializableBiConsumer<? super A1, ? super A2> target, A1 first, A2 second) {
    return setTarget(target, first, second);
  }

  /**
   * Sets the name.
   *
   * @param name the name, for people
   * @return this builder
   */
  public B name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return self();
  }

  /**
   * Sets whether the process ends with its parent.
   *
   * @param daemon true if it does; by default what this process is
   * @return this builder
   */
  public B daemon(boolean daemon) {
    this.daemon = daemon;
    return self();
  }

  /**
   * Sets options of the child's JVM, such as {@code -Xmx1g}; they win over inherited ones.
   *
   * @param options one option each, as on a command line
   * @return this builder
   */
  public B jvmOptions(String... options) {
    this.jvmOptions = List.of(options);
    return self();
  }

  /**
   * Sets environment variables of the child, in addition to this process's own.
   *
   * @param environment names and values
   * @return this builder
   */
  public B environment(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    return self();
  }

  /**
   * Sets the child's working directory.
   *
   * @param directory an existing directory; by default this process's own
   * @return this builder
   */
  public B directory(Path directory) {
    this.directory = Objects.requireNonNull(directory, "directory").toAbsolutePath();
    return self();
  }

  /**
   * Sets who starts the operating system process.
   *
   * @param launcher by default {@link Launcher#DEFAULT}
   * @return this builder
   */
  public B launcher(Launcher launcher) {
    this.launcher = Objects.requireNonNull(launcher, "launcher");
    return self();
  }

  /**
   * Sets how the process is started. Its default name then begins as in Python: {@code
   * SpawnProcess-1}.
   *
   * @param context by default {@link Multiprocessing#getContext()} at the time of the start
   * @return this builder
   */
  public B context(Context context) {
    this.context = Objects.requireNonNull(context, "context");
    return self();
  }

  /**
   * Sets how long the process may take to end after {@link Process#terminate()}, before it is
   * killed. Python's {@code terminate} never kills; a JVM runs shutdown hooks, which may block.
   *
   * @param grace by default five seconds; zero or less kills it right after it was asked, {@code
   *     Duration.ofSeconds(Long.MAX_VALUE)} never
   * @return this builder
   */
  public B terminationGrace(Duration grace) {
    this.terminationGrace = Objects.requireNonNull(grace, "grace");
    return self();
  }

  /**
   * Makes the process without starting it.
   *
   * @return a new process
   * @throws IllegalStateException if no target was set
   */
  public Process build() {
    if (target == null) {
      throw new IllegalStateException("a process needs a target");
    }
    return Process.of(target, arguments, this);
  }

  /**
   * Makes the process and starts it.
   *
   * @return the started process
   * @see Process#start()
   */
  public Process start() {
    Process process = build();
    process.start();
    return process;
  }

  /** This builder as its own type. */
  abstract B self();

  /** Whether a task was set. */
  boolean hasTarget() {
    return target != null;
  }

  void applyTo(ProcessSettings settings, Class<? extends Process> type) {
    String defaultName = ProcessText.defaultName(type, context, settings.identity);
    settings.context = context;
    settings.name = name == null ? defaultName : name;
    settings.daemon = daemon == null ? settings.daemon : daemon;
    settings.jvmOptions = jvmOptions;
    settings.environment = environment;
    settings.directory = directory;
    settings.launcher = launcher;
    settings.options = childOptions();
  }

  private ChildOptions childOptions() {
    return new ChildOptions(
        terminationGrace == null
            ? ChildOptions.DEFAULT.graceNanos()
            : Math.max(0, TimeUnit.NANOSECONDS.convert(terminationGrace)));
  }

  private B setTarget(Object target, Object... arguments) {
    this.target = Objects.requireNonNull(target, "target");
    this.arguments = arguments;
    return self();
  }
}
