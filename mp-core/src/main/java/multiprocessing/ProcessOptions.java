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
  private Output output;
  private Output errorOutput;
  private int siblings = 1;
  private boolean inheritAgents;
  private boolean inheritToolOptions;

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
    Objects.requireNonNull(options, "options");
    for (String option : options) {
      Objects.requireNonNull(option, "a JVM option");
    }
    this.jvmOptions = List.of(options);
    return self();
  }

  /**
   * Sets environment variables of the child, in addition to this process's own.
   *
   * @param environment names and values
   * @return this builder
   * @throws IllegalArgumentException if a name is empty or has an equals sign
   */
  public B environment(Map<String, String> environment) {
    Objects.requireNonNull(environment, "environment");
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String variableName = Objects.requireNonNull(variable.getKey(), "name of a variable");
      Objects.requireNonNull(variable.getValue(), () -> "value of variable " + variableName);
      if (variableName.isEmpty() || variableName.contains("=")) {
        throw new IllegalArgumentException(
            "not the name of an environment variable: '" + variableName + "'");
      }
    }
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
   * Sets where the process's standard output goes.
   *
   * @param output by default {@link Output#inherit()}
   * @return this builder
   * @throws IllegalArgumentException if it is {@link Output#merged()}
   */
  public B output(Output output) {
    if (Objects.requireNonNull(output, "output").isMerged()) {
      throw new IllegalArgumentException(
          "standard output cannot be merged with itself; Output.merged() is for errorOutput");
    }
    this.output = output;
    return self();
  }

  /**
   * Sets where the process's standard error goes. Wherever it is, its last lines are in {@link
   * Process#startFailure()} if the process ends before its task begins.
   *
   * @param errorOutput by default {@link Output#inherit()}; {@link Output#merged()} is where
   *     standard output goes
   * @return this builder
   */
  public B errorOutput(Output errorOutput) {
    this.errorOutput = Objects.requireNonNull(errorOutput, "errorOutput");
    return self();
  }

  /**
   * Says how many processes like this one are expected to run at once. If it is more than two, the
   * default limits of their heaps together are half of the memory that each of them finds, in its
   * machine or container; else each has a JVM's own default, a quarter.
   *
   * @param count all of them, this one included; by default 1
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public B siblings(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("siblings must be 1 or more, not " + count);
    }
    this.siblings = count;
    return self();
  }

  /**
   * Sets whether the process has the agents that this JVM was started with: {@code -javaagent},
   * {@code -agentpath} and {@code -agentlib}, as for measuring coverage; but no debugger.
   *
   * @param inherit by default false
   * @return this builder
   */
  public B inheritAgents(boolean inherit) {
    this.inheritAgents = inherit;
    return self();
  }

  /**
   * Sets whether the process has the environment variables {@code JAVA_TOOL_OPTIONS}, {@code
   * JDK_JAVA_OPTIONS} and {@code _JAVA_OPTIONS} of this one. They are meant for one JVM, and a JVM
   * that has them says so on standard error. Set by {@link #environment}, they always arrive.
   *
   * @param inherit by default false
   * @return this builder
   */
  public B inheritToolOptions(boolean inherit) {
    this.inheritToolOptions = inherit;
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
    ChildOptions defaults = ChildOptions.DEFAULT;
    return new ChildOptions(
        output == null ? defaults.output() : output.redirection(),
        errorOutput == null ? defaults.errorOutput() : errorOutput.redirection(),
        terminationGrace == null
            ? defaults.graceNanos()
            : Math.max(0, TimeUnit.NANOSECONDS.convert(terminationGrace)),
        siblings,
        inheritAgents,
        inheritToolOptions);
  }

  private B setTarget(Object target, Object... arguments) {
    this.target = Objects.requireNonNull(target, "target");
    this.arguments = arguments;
    return self();
  }
}
