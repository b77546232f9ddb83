package multiprocessing;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import multiprocessing.function.SerializableBiConsumer;
import multiprocessing.function.SerializableConsumer;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.internal.classes.ClassSharing;
import multiprocessing.internal.launch.Bootstrap;
import multiprocessing.internal.launch.Child;
import multiprocessing.internal.launch.ParentWatch;
import multiprocessing.internal.log.Log;
import multiprocessing.internal.resource.InFlight;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.wire.ObjectCodec;

/**
 * A task that runs in a JVM of its own (Python's {@code multiprocessing.Process}).
 *
 * <p>Made from a lambda or method reference, with arguments if need be, or by subclassing and
 * overriding {@link #run()}; what the task captures, its arguments, and the fields of a subclass
 * travel to the child as they are when {@link #start()} is called. The child has the class path,
 * system properties, {@code --add-opens} and assertion settings of this JVM; its standard output
 * and standard error are this JVM's unless its builder says otherwise, its standard input is empty.
 *
 * <p><b>Life.</b> Made, started once, alive, ended. Only the process that made it may start, join
 * or end it. When this JVM comes to the end of its main, it waits for its children, except daemonic
 * ones, which end with it. If this JVM dies in any other way, daemonic children end at once, others
 * finish; where SIGINT, SIGHUP or SIGTERM ends it, those end, too, whose tasks have not begun.
 *
 * <p><b>Debugging.</b> With the system property {@code multiprocessing.debug=true} a debugger can
 * attach to each child, at a port of its own on this machine that is printed on standard error;
 * with {@code suspend} each child waits for that, at most half an hour.
 *
 * <p><b>If the child dies</b>, {@link #join()} returns and {@link #exitCode()} tells how. A child
 * that dies before its task begins also says why on standard error and in {@link #startFailure()}.
 */
@SuppressWarnings("JavaLangClash") // the name that Python gives it; imported by name
public class Process {
  /*
   * The same class stands on both sides. In the parent: settings and a Role. What travels is the object itself
   * inside a ProcessTask: the non-transient fields here and those of a subclass. In the child the settings come
   * from the Bootstrap. An object that travelled as mere data has no settings: it can only be printed.
   */
  private Object target;
  private Object[] arguments;

  private transient ProcessSettings settings;
  // Mutable state, guarded by this
  private transient boolean started;
  private transient volatile Role role;
  private transient volatile boolean closed;

  /** Makes a process whose task is {@link #run()}, for subclasses. */
  protected Process() {
    this((Object) null);
  }

  /**
   * Makes a process whose task is {@link #run()}, for subclasses that need JVM options, an
   * environment or a directory of their own.
   *
   * @param options a builder without a target
   */
  protected Process(Builder options) {
    this((Object) null);
    if (options.hasTarget()) {
      throw new IllegalArgumentException("a subclass has run() and no target");
    }
    options.applyTo(settings, getClass());
  }

  /**
   * Makes a process.
   *
   * @param target the task
   */
  public Process(SerializableRunnable target) {
    this(Objects.requireNonNull(target, "target"), new Object[0]);
  }

  /**
   * Makes a process with one argument.
   *
   * @param <A> the type of the argument
   * @param target the task
   * @param argument its argument; may be null
   */
  public <A> Process(SerializableConsumer<? super A> target, A argument) {
    this(Objects.requireNonNull(target, "target"), new Object[] {argument});
  }

  /**
   * Makes a process with two arguments.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param target the task
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   */
  public <A, B> Process(SerializableBiConsumer<? super A, ? super B> target, A first, B second) {
    this(Objects.requireNonNull(target, "target"), new Object[] {first, second});
  }

  Process(Object target, Object... arguments) {
    this.target = target;
    this.arguments = arguments;
    String identity = ThisProcess.nextIdentity();
    Process maker = ThisProcess.current();
    String name = ProcessText.defaultName(getClass(), null, identity);
    this.settings = new ProcessSettings(name, identity, maker.isDaemon(), maker.authKey());
  }

  static Process of(Object target, Object[] arguments, ProcessOptions<?> options) {
    Process process = new Process(target, arguments);
    options.applyTo(process.settings, Process.class);
    return process;
  }

  private Process(ProcessSettings settings, Role role) {
    this.settings = settings;
    this.role = role;
    this.started = true;
  }

  /** One that has no settings, is never started, and takes no number from those that are. */
  static Process rehearsal(Object target, Object... arguments) {
    Process process = new Process((ProcessSettings) null, (Role) null);
    process.target = target;
    process.arguments = arguments;
    return process;
  }

  /** The process that no other process of ours started. */
  static Process main(byte[] authKey) {
    return new Process(
        new ProcessSettings("MainProcess", "", false, authKey), new Role.OfThisProcess());
  }

  /**
   * Starts to describe a process with more than a task.
   *
   * @return a builder; a target is required, all else has a default
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The task, called in the child's main thread; by default it calls the target. A subclass
   * overrides it. Called directly, it runs here.
   *
   * @throws Exception if the task failed: the child prints it with the process's name on standard
   *     error and ends with exit code 1
   */
  @SuppressWarnings("unchecked") // the constructors pair targets with their arguments
  protected void run() throws Exception {
    if (target instanceof SerializableRunnable runnable) {
      runnable.call();
    } else if (target instanceof SerializableConsumer) {
      ((SerializableConsumer<Object>) target).accept(arguments[0]);
    } else if (target instanceof SerializableBiConsumer) {
      ((SerializableBiConsumer<Object, Object>) target).accept(arguments[0], arguments[1]);
    }
  }

  /**
   * Starts the child JVM and does not wait for it. The task and its arguments are read now; later
   * changes to them are not seen by the child, and this object no longer refers to them.
   *
   * @throws IllegalStateException if it was started before, belongs to another process, or this
   *     process is daemonic and no worker of a pool
   * @throws SerializationException if the task, an argument or a field cannot travel; the message
   *     has the path to it; nothing was started
   * @throws ProcessStartException if the operating system refuses; nothing was started. What goes
   *     wrong later, inside the child, is in {@link #startFailure()}
   */
  public synchronized void start() {
    requireOpen();
    if (settings == null) {
      throw new IllegalStateException("can only start a process object created by current process");
    }
    if (started) {
      throw new IllegalStateException("cannot start a process twice");
    }
    StartRules.requireMayHaveChildren();
    try (InFlight.Batch inFlight = InFlight.collect()) {
      ProcessLaunch launch = new ProcessLaunch(this, settings, inFlight, ClassSharing.hold());
      try {
        byte[] task = ObjectCodec.dumps(new ProcessTask(this), "task");
        Child child = launch.launch(task, target == null ? this : target);
        started = true;
        role = new Role.OfChild(child, name());
        target = null;
        arguments = null;
      } catch (RuntimeException | Error e) {
        launch.cancel();
        throw e;
      }
    }
  }

  /**
   * Waits until the process has ended.
   *
   * @throws IllegalStateException if it was not started, or belongs to another process
   * @throws InterruptedException if interrupted while waiting; the process goes on
   */
  public void join() throws InterruptedException {
    boolean ignored = requireRole("join").join(Long.MAX_VALUE);
  }

  /**
   * Waits until the process has ended, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return true if it has ended
   * @throws IllegalStateException if it was not started, or belongs to another process
   * @throws InterruptedException if interrupted while waiting; the process goes on
   */
  public boolean join(Duration timeout) throws InterruptedException {
    return requireRole("join").join(Deadline.after(timeout).remainingNanos());
  }

  /**
   * Whether the process has been started and has not ended.
   *
   * @return true from {@link #start} until its end
   */
  public boolean isAlive() {
    requireOwn("test");
    Role now = role;
    return now != null && now.isAlive();
  }

  /**
   * The process id.
   *
   * @return empty before the start; it stays known after the end
   */
  public OptionalLong pid() {
    requireOwn("test");
    Role now = role;
    return now == null ? OptionalLong.empty() : OptionalLong.of(now.pid());
  }

  /**
   * How the process ended: 0 if its task returned, n if it called {@code System.exit(n)}, 1 if its
   * task threw, and -n if signal n killed it: -15 after {@link #terminate()}, -9 after {@link
   * #kill()}, or after {@link #terminate()} if its shutdown hooks took too long, -6 if the JVM
   * crashed. One whose task never began may have 0, too: see {@link #startFailure()}.
   *
   * @return empty while it has not ended, and for this process and its parent
   */
  public OptionalInt exitCode() {
    requireOwn("test");
    Role now = role;
    return now == null ? OptionalInt.empty() : now.exitCode();
  }

  /**
   * Why the task never began, if the process ended before it did: a JVM option that is not
   * accepted, a class that the child cannot find, {@code System.exit} in a static initializer, lack
   * of memory.
   *
   * @return empty while the process runs, and if its task began
   */
  public Optional<ProcessStartException> startFailure() {
    requireOwn("test");
    Role now = role;
    return now == null ? Optional.empty() : now.startFailure();
  }

  /**
   * How the process ended, in words: {@code exit code 3}, {@code killed by signal 9 (SIGKILL)}. Of
   * a JVM that crashed it has the real signal, the problematic frame and the file with the JVM's
   * report; of one that got SIGKILL, that the kernel did it for lack of memory, where the control
   * group's counter says so.
   *
   * @return empty while it has not ended, and for this process and its parent
   */
  public Optional<String> exitDescription() {
    requireOpen();
    Role now = role;
    return now == null ? Optional.empty() : now.exitDescription();
  }

  /**
   * The last lines that the process wrote to standard error, at most 4 KiB, wherever they went.
   *
   * @return empty while it has not ended, for this process and its parent, and if it wrote nothing
   */
  public String lastErrors() {
    requireOpen();
    Role now = role;
    return now == null ? "" : now.lastErrors();
  }

  /**
   * What becomes ready when the process has ended, however it ended.
   *
   * @return always the same object; it can be used also after {@link #close()}
   * @throws IllegalStateException if the process was not started, belongs to another process, or is
   *     this process
   */
  public Sentinel sentinel() {
    return requireRole("watch").sentinel();
  }

  /**
   * Interrupts the process's task, as {@link Thread#interrupt()} does, in the child's main thread.
   * If the task lets the {@link InterruptedException} end it, the exit code is 1; it may as well
   * catch it and go on. Before the task begins, the interrupt is kept for it; after it has
   * returned, nothing happens, nor if the process has ended. Does not wait for the child, not even
   * for one that is stopped; interrupts that the child has not taken yet may become one.
   *
   * @throws IllegalStateException if it was not started, or is not a child of this process
   */
  public void interrupt() {
    requireRole("interrupt").child("interrupt").interrupt();
  }

  /**
   * Asks the process to end (SIGTERM): its shutdown hooks run. If it has not ended after its grace,
   * by default five seconds, it is killed (SIGKILL), whatever its hooks do; see {@link
   * Builder#terminationGrace}. Does not wait. Does nothing if it has ended.
   *
   * @throws IllegalStateException if it was not started, or is not a child of this process
   */
  public void terminate() {
    requireRole("terminate").child("end").terminate();
  }

  /**
   * Ends the process at once (SIGKILL). Does nothing if it has ended.
   *
   * @throws IllegalStateException if it was not started, or is not a child of this process
   */
  public void kill() {
    requireRole("kill").child("end").kill();
  }

  /**
   * Gives up this object; all methods but the name's and this one then refuse. Does nothing the
   * second time. Python's {@code Process.close}; there is no need to call it.
   *
   * @throws IllegalStateException if the process is alive
   */
  public void close() {
    Role now = role;
    if (now != null && now.isAlive()) {
      throw new IllegalStateException(
          "cannot close a process while it is still running: "
              + this
              + "; you should first call join() or terminate()");
    }
    closed = true;
  }

  /**
   * The name, which is for people only: it need not be unique.
   *
   * @return by default {@code Process-1}, or the name of the subclass in place of {@code Process};
   *     a child of {@code Process-1} is {@code Process-1:1}
   */
  public final String name() {
    return ProcessText.name(settings);
  }

  /**
   * The name; the same as {@link #name()}.
   *
   * @return the name
   */
  public final String getName() {
    return name();
  }

  /**
   * Sets the name; a child that runs already keeps the one it was started with.
   *
   * @param name the name
   */
  public final void setName(String name) {
    requireSettings().name = Objects.requireNonNull(name, "name");
    if (role instanceof Role.OfThisProcess) {
      Log.setProcessName(name);
    }
  }

  /**
   * Whether the process ends with its parent instead of being waited for, and may have no children.
   * A pool's worker is daemonic, and may have children all the same.
   *
   * @return by default what it is for the process that made this object
   */
  public final boolean isDaemon() {
    return requireSettings().daemon;
  }

  /**
   * Sets whether the process ends with its parent.
   *
   * @param daemon true if it does
   * @throws IllegalStateException if it was started
   */
  public final synchronized void setDaemon(boolean daemon) {
    if (started) {
      throw new IllegalStateException("process has already started");
    }
    requireSettings().daemon = daemon;
  }

  /**
   * The secret that proves to other processes of the family that this is one of them.
   *
   * @return a copy; by default the key of the process that made this object
   */
  public final byte[] authKey() {
    return requireSettings().authKey.clone();
  }

  /**
   * Sets the secret; a child that runs already keeps the one it was started with.
   *
   * @param authKey the secret; copied
   */
  public final void setAuthKey(byte[] authKey) {
    requireSettings().authKey = authKey.clone();
  }

  /**
   * Python's form, such as {@code <Process name='Process-1' pid=17 parent=4 stopped
   * exitcode=-SIGKILL>}.
   */
  @Override
  public String toString() {
    return ProcessText.of(getClass(), settings, role, closed);
  }

  final String identity() {
    return requireSettings().identity;
  }

  /** In the child: this object is the current process from here on. */
  final void becomeCurrent(Bootstrap bootstrap, ParentWatch watch) {
    settings =
        new ProcessSettings(
            bootstrap.name(), bootstrap.identity(), bootstrap.daemon(), bootstrap.authKey());
    role = new Role.OfThisProcess();
    started = true;
    DefaultContext.set(StartMethod.of(bootstrap.startMethod()), true);
    Log.setProcessName(bootstrap.name());
    Log.setStderrLevel(bootstrap.logLevel());
    ProcessSettings parent =
        new ProcessSettings(bootstrap.parentName(), "", false, bootstrap.authKey());
    ThisProcess.become(this, new Process(parent, new Role.OfParent(bootstrap.parentPid(), watch)));
  }

  private Role requireRole(String verb) {
    requireOwn(verb);
    Role now = role;
    if (now == null) {
      throw new IllegalStateException("can only " + verb + " a started process: " + this);
    }
    return now;
  }

  private ProcessSettings requireSettings() {
    if (settings == null) {
      throw new IllegalStateException("this process object belongs to another process");
    }
    return settings;
  }

  private void requireOwn(String verb) {
    requireOpen();
    if (settings == null) {
      throw new IllegalStateException(
          "can only " + verb + " a child process: this process object belongs to another process");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("process object is closed");
    }
  }

  /** Describes a process with a name, JVM options, an environment or a directory of its own. */
  public static final class Builder extends ProcessOptions<Builder> {

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }
  }
}
