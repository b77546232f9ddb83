package multiprocessing.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import multiprocessing.Context;
import multiprocessing.Multiprocessing;
import multiprocessing.Output;
import multiprocessing.Process;
import multiprocessing.function.SerializableBiConsumer;
import multiprocessing.function.SerializableConsumer;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.internal.records.Forwarding;
import multiprocessing.spi.Launcher;
import org.slf4j.event.Level;

/**
 * The methods of {@link Pool.Builder} about the pool and its workers.
 *
 * @param <B> the builder itself
 */
abstract class PoolOptions<B extends PoolOptions<B>> extends TaskDefaults<B> {
  /** A worker that is asked to end has nothing to lose. */
  private static final Duration TERMINATION_GRACE = Duration.ofSeconds(2);

  private static final int ALL = -1;

  private int processes = Multiprocessing.cpuCount();
  private int minProcesses = ALL;
  private long idleNanos = Duration.ofMinutes(1).toNanos();
  private int imapWindow;
  private int maxTasksPerChild = WorkerSettings.NO_LIMIT;
  private long startLimitNanos = Duration.ofSeconds(60).toNanos();
  private long interruptGraceNanos = Duration.ofSeconds(2).toNanos();
  private long stoppedLimitNanos = Limits.NONE;
  private long maxMemory = Limits.NONE;
  private long memoryLimit = Limits.NONE;
  private SerializableRunnable initializer;
  private List<String> jvmOptions = List.of();
  private Launcher launcher = Launcher.DEFAULT;
  private Output output = Output.inherit();
  private Output errorOutput = Output.inherit();
  private TravellingContext travelling = TravellingContext.NOTHING;
  private int leastLogged = WorkerSettings.NO_LOGS;
  private CpuSets cpus = CpuSets.NONE;
  private Context context;

  /**
   * Sets the number of workers.
   *
   * @param processes 1 or more; by default the number of processors
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public B processes(int processes) {
    if (processes < 1) {
      throw new IllegalArgumentException("processes must be 1 or more: " + processes);
    }
    this.processes = processes;
    return self();
  }

  /**
   * Sets how many workers there are when there is nothing to do. The pool begins with so many; more
   * are started, up to {@link #processes}, when tasks wait and no worker is idle, and end when they
   * have been idle for the {@link #idleTimeout}.
   *
   * @param processes 0 or more, and no more than {@link #processes}; by default as many as that, so
   *     that none ends
   * @return this builder
   * @throws IllegalArgumentException if it is negative; if it is too many, the pool's constructor
   *     throws that
   */
  public B minProcesses(int processes) {
    if (processes < 0) {
      throw new IllegalArgumentException("minProcesses must be 0 or more: " + processes);
    }
    this.minProcesses = processes;
    return self();
  }

  /**
   * Sets how long a worker may have nothing to do before it ends, if there are more than {@link
   * #minProcesses}.
   *
   * @param timeout more than zero; by default a minute
   * @return this builder
   * @throws IllegalArgumentException if it is not more than zero
   */
  public B idleTimeout(Duration timeout) {
    this.idleNanos = Limits.nanos("idleTimeout", timeout);
    return self();
  }

  /**
   * Sets what each worker runs before its first task. A worker in which it throws is replaced; if
   * that happens three times in a row and no other worker is there, the calls that wait fail with a
   * {@link multiprocessing.ProcessStartException} that has the exception as its cause, and so does
   * each later call after one more try.
   *
   * @param initializer the code to run
   * @return this builder
   */
  public B initializer(SerializableRunnable initializer) {
    this.initializer = Objects.requireNonNull(initializer, "initializer");
    return self();
  }

  /**
   * Sets what each worker runs before its first task, with an argument (Python's {@code initargs}).
   *
   * @param <A> the type of the argument
   * @param initializer the code to run
   * @param argument its argument; may be null
   * @return this builder
   * @see #initializer(SerializableRunnable)
   */
  public <A> B initializer(SerializableConsumer<? super A> initializer, A argument) {
    Objects.requireNonNull(initializer, "initializer");
    return initializer(() -> initializer.accept(argument));
  }

  /**
   * Sets what each worker runs before its first task, with two arguments (Python's {@code
   * initargs}).
   *
   * @param <A1> the type of the first argument
   * @param <A2> the type of the second argument
   * @param initializer the code to run
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @return this builder
   * @see #initializer(SerializableRunnable)
   */
  public <A1, A2> B initializer(
      SerializableBiConsumer<? super A1, ? super A2> initializer, A1 first, A2 second) {
    Objects.requireNonNull(initializer, "initializer");
    return initializer(() -> initializer.accept(first, second));
  }

  /**
   * Sets how long a worker may take to start, its initializer included. One that takes longer is
   * killed; if no other worker is there, the calls that wait fail with a {@link
   * multiprocessing.ProcessStartException}, and the next call tries again.
   *
   * @param limit more than zero; by default a minute
   * @return this builder
   * @throws IllegalArgumentException if it is not more than zero
   */
  public B startLimit(Duration limit) {
    this.startLimitNanos = Limits.nanos("startLimit", limit);
    return self();
  }

  /**
   * Sets after how many tasks a worker is replaced by a new process (Python's {@code
   * maxtasksperchild}). A chunk counts as one task. The new process is started when the old one
   * gets its last task, and gets none before the old one has finished.
   *
   * @param tasks 1 or more; by default there is no limit
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public B maxTasksPerChild(int tasks) {
    if (tasks < 1) {
      throw new IllegalArgumentException("maxTasksPerChild must be 1 or more: " + tasks);
    }
    this.maxTasksPerChild = tasks;
    return self();
  }

  /**
   * Sets with how much memory a worker is replaced by a new process (billiard's {@code
   * max_memory_per_child}). One whose process has more in use after a task, its heap, its stacks
   * and what native code has taken (the resident set), begins no other: its task is not touched,
   * what waited behind it goes to others, and a new process takes its place. For leaks; {@link
   * #memoryLimit} is for tasks that must be stopped.
   *
   * <p>A JVM seldom gives back what its heap has once used: {@code -Xmx} of {@link #jvmOptions}
   * bounds that. An idle one has some 30 MiB.
   *
   * @param bytes more than zero; by default there is no limit. It is measured after tasks, at most
   *     fifty times a second
   * @return this builder
   * @throws IllegalArgumentException if it is not more than zero
   */
  public B maxMemoryPerChild(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("maxMemoryPerChild must be more than zero: " + bytes);
    }
    this.maxMemory = bytes;
    return self();
  }

  /**
   * Sets how many elements an iterator may have read whose results were not taken.
   *
   * @param elements 1 or more, but a chunk is read whole; by default see {@link TaskPool#imap}
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public B imapWindow(int elements) {
    if (elements < 1) {
      throw new IllegalArgumentException("imapWindow must be 1 or more: " + elements);
    }
    this.imapWindow = elements;
    return self();
  }

  /**
   * Sets how long a task may take to end when it was interrupted, because it took too long or was
   * cancelled. If it has not ended then, its worker is ended (SIGTERM, and SIGKILL two seconds
   * later) and replaced.
   *
   * @param grace zero or more; by default two seconds
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public B interruptGrace(Duration grace) {
    Objects.requireNonNull(grace, "grace");
    if (grace.isNegative()) {
      throw new IllegalArgumentException("interruptGrace must be zero or more: " + grace);
    }
    this.interruptGraceNanos = Limits.nanos(grace);
    return self();
  }

  /**
   * Sets how long a worker may be stopped (SIGSTOP, or by a debugger) while it has tasks. One that
   * is stopped for longer is killed: its task fails with a {@link WorkerLostException}, or is tried
   * again. By default there is no limit: the task waits until the worker goes on.
   *
   * @param limit more than zero; it is looked at ten times a second
   * @return this builder
   * @throws IllegalArgumentException if it is not more than zero
   */
  public B stoppedLimit(Duration limit) {
    this.stoppedLimitNanos = Limits.nanos("stoppedLimit", limit);
    return self();
  }

  /**
   * Sets how much memory a worker's process may use in all: its heap, its stacks, what native code
   * has taken (the resident set). One that uses more is killed, and replaced: its task fails with a
   * {@link WorkerLostException}, or is tried again. By default there is no limit but that of the
   * heap. To replace one between its tasks there is {@link #maxMemoryPerChild}.
   *
   * @param bytes more than zero; it is looked at ten times a second
   * @return this builder
   * @throws IllegalArgumentException if it is not more than zero
   */
  public B memoryLimit(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("memoryLimit must be more than zero: " + bytes);
    }
    this.memoryLimit = bytes;
    return self();
  }

  /**
   * Pins each worker to one processor (mpire's {@code cpu_ids}): the first worker to the first of
   * these, the second to the second, and after the last again the first. A worker that replaces
   * another gets that one's processor; in an elastic pool a new one gets the processor that the
   * fewest have.
   *
   * <p>All threads of the worker's JVM run there, those that its tasks make and the processes that
   * they start included, from before its {@link #initializer} on. Such a worker sees one processor
   * ({@link Runtime#availableProcessors}), unless {@link #jvmOptions} say otherwise. It is done by
   * the command {@code taskset} of Linux in the worker, which takes some milliseconds of its start,
   * and loads no native code. What the program itself runs on does not change.
   *
   * @param processors the numbers of processors as the kernel counts them, from 0; each may come
   *     more than once
   * @return this builder
   * @throws IllegalArgumentException if there is none or one is negative; if this process may not
   *     use one of them ({@code Cpus_allowed_list} in {@code /proc/self/status}), the pool's
   *     constructor throws that. It throws an {@link UnsupportedOperationException} where there is
   *     no {@code taskset}. If a processor is taken away later, a worker that is to have it is
   *     tried three times, and calls for which there is no other fail with a {@link
   *     multiprocessing.ProcessStartException}.
   * @see #cpuSets
   */
  public B cpus(int... processors) {
    this.cpus = CpuSets.each(Objects.requireNonNull(processors, "processors"));
    return self();
  }

  /**
   * Pins each worker to a set of processors, on any of which it runs: the first worker to the first
   * set, and so on as with {@link #cpus}. If there is but one set, all workers share it.
   *
   * @param sets sets of numbers of processors, for example those of each NUMA node; none empty
   * @return this builder
   * @throws IllegalArgumentException as {@link #cpus} does
   */
  public B cpuSets(List<? extends Collection<Integer>> sets) {
    this.cpus = CpuSets.of("cpuSets", Objects.requireNonNull(sets, "sets"));
    return self();
  }

  /**
   * Sets options of the workers' JVMs, such as {@code -Xmx1g}; they win over inherited ones. By
   * default the workers of a pool of more than two share half of the machine's or container's
   * memory for their heaps.
   *
   * @param options one option each, as on a command line
   * @return this builder
   */
  public B jvmOptions(String... options) {
    for (String option : Objects.requireNonNull(options, "options")) {
      Objects.requireNonNull(option, "an option");
    }
    this.jvmOptions = List.of(options);
    return self();
  }

  /**
   * Sets where the workers' standard output goes. With {@link Output#prefixed()} each line begins
   * with the worker's name, such as {@code [ForkServerPoolWorker-1]}; a worker that replaces
   * another has a name of its own. To have all in one file, use {@link Output#appendToFile}: with
   * {@link Output#toFile} each worker empties the file when it starts.
   *
   * @param output by default {@link Output#inherit()}
   * @return this builder
   * @throws IllegalArgumentException if it is {@link Output#merged()}
   */
  public B output(Output output) {
    Process.Builder ignored = Process.builder().output(output); // refuses what it cannot do
    this.output = output;
    return self();
  }

  /**
   * Sets where the workers' standard error goes. Wherever it is, a {@link WorkerLostException} has
   * the last lines of it.
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
   * Lets what workers log come to this process: the same as {@link #forwardLogs(Level)} with {@link
   * Level#INFO}.
   *
   * @return this builder
   */
  public B forwardLogs() {
    return forwardLogs(Level.INFO);
  }

  /**
   * Lets what workers log come to this process, where it is logged by the SLF4J logger of the same
   * name (Python's {@code QueueHandler}). That logger has the last word, by its own level. The
   * {@code MDC} then has what it had in the task, and {@code processName}, {@code process} (the
   * process id) and {@code threadName}, as a log record of Python; an exception comes as a {@link
   * WorkerStackTrace}, the time is that of the arrival.
   *
   * <p>This process needs a provider of SLF4J, as Logback is one. Without one, what is forwarded
   * goes nowhere, as what it logs itself, and SLF4J warns of that on standard error, once.
   *
   * <p>In the workers, and only there, SLF4J is bound to a provider of this library, whatever the
   * program's own is; code that casts loggers to those of its provider, such as Logback, fails in
   * workers. {@code java.util.logging} is bound, too: its console is replaced. What else there is,
   * such as Log4j used without SLF4J, is not forwarded. It needs slf4j-api 2.0.9 or newer; with an
   * older one a warning of the logger {@code multiprocessing} says so.
   *
   * <p>A record is sent by a thread of the worker's while the task goes on, so it may come after
   * the task's result; {@link TaskPool#close} and {@link TaskPool#join} wait for all, for two
   * seconds after a worker's end at most. A worker keeps at most 4 MiB: when it logs faster than
   * this process takes, it waits; after a tenth of a second in vain, records are dropped, and a
   * warning tells how many. If a worker is killed, only what it had not yet sent is lost.
   *
   * @param least records below this level are not made
   * @return this builder
   */
  public B forwardLogs(Level least) {
    this.leastLogged = Objects.requireNonNull(least, "least").toInt();
    return self();
  }

  /**
   * Sets whether tasks find in SLF4J's {@code MDC} what was in that of the thread that submitted
   * them, at that time, added to what is in the worker's. After each task, and each element of a
   * map, the worker's is as it was before. SLF4J needs a provider in the workers that has an MDC:
   * the program's own, as Logback, or that of {@link #forwardLogs()}.
   *
   * @param travels by default false, which costs nothing
   * @return this builder
   */
  public B mdc(boolean travels) {
    this.travelling = new TravellingContext(travels, travelling.properties());
    return self();
  }

  /**
   * Sets which system properties tasks find as they are in this process when they are submitted,
   * also absent. After each task, and each element of a map, the worker's are as they were before.
   * Without this, workers have the properties that this process had when they were started.
   *
   * @param names by default none, which costs nothing
   * @return this builder
   * @throws IllegalArgumentException if one is empty
   */
  public B travellingProperties(String... names) {
    for (String name : Objects.requireNonNull(names, "names")) {
      if (Objects.requireNonNull(name, "a name").isEmpty()) {
        throw new IllegalArgumentException("the name of a system property must not be empty");
      }
    }
    this.travelling = new TravellingContext(travelling.mdc(), List.of(names));
    return self();
  }

  /**
   * Sets who starts the workers' operating system processes.
   *
   * @param launcher by default {@link Launcher#DEFAULT}
   * @return this builder
   */
  public B launcher(Launcher launcher) {
    this.launcher = Objects.requireNonNull(launcher, "launcher");
    return self();
  }

  /**
   * Sets how the workers are started.
   *
   * @param context by default {@link Multiprocessing#getContext()} when the pool is made; workers
   *     that replace others later are started in the same way
   * @return this builder
   */
  public B context(Context context) {
    this.context = Objects.requireNonNull(context, "context");
    return self();
  }

  Headcount headcount() {
    if (minProcesses > processes) {
      throw new IllegalArgumentException(
          "minProcesses must be no more than processes: " + minProcesses + " > " + processes);
    }
    return new Headcount(minProcesses == ALL ? processes : minProcesses, processes, idleNanos);
  }

  TravellingContext travellingContext() {
    return travelling;
  }

  int imapWindow() {
    return imapWindow;
  }

  WorkerSettings workerSettings() {
    Context chosen = context == null ? Multiprocessing.getContext() : context;
    return new WorkerSettings(
        initializer,
        processOptions(chosen),
        chosen.startMethod(),
        maxTasksPerChild,
        new Limits(startLimitNanos, interruptGraceNanos, stoppedLimitNanos, memoryLimit, maxMemory),
        leastLogged,
        cpus.checked(Objects.requireNonNullElse(System.getenv("PATH"), "")));
  }

  private Process.Builder processOptions(Context chosen) {
    List<String> options = new ArrayList<>();
    if (leastLogged != WorkerSettings.NO_LOGS) {
      options.addAll(Forwarding.jvmOptions());
    }
    options.addAll(jvmOptions);
    return Process.builder()
        .daemon(true)
        .jvmOptions(options.toArray(new String[0]))
        .launcher(launcher)
        .context(chosen)
        .siblings(processes)
        .output(output)
        .errorOutput(errorOutput)
        .terminationGrace(TERMINATION_GRACE);
  }
}
