package multiprocessing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import multiprocessing.internal.archive.ClassArchives;
import multiprocessing.internal.classes.ClassSharing;
import multiprocessing.internal.fifo.Fifo;
import multiprocessing.internal.launch.FrozenApp;
import multiprocessing.internal.launch.LaunchSettings;
import multiprocessing.internal.launch.Standbys;
import multiprocessing.internal.log.Log;
import multiprocessing.internal.memory.Bell;
import multiprocessing.internal.resource.Family;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** What Python's {@code multiprocessing} module offers as functions. */
public final class Multiprocessing {

  private Multiprocessing() {}

  /**
   * This process (Python's {@code current_process}).
   *
   * @return in a child, the {@link Process} whose task it runs; else one named {@code MainProcess}
   */
  public static Process currentProcess() {
    return ThisProcess.current();
  }

  /**
   * The process that started this one (Python's {@code parent_process}); it can be asked whether it
   * lives, and joined.
   *
   * @return empty in a process that this library did not start
   */
  public static Optional<Process> parentProcess() {
    return Optional.ofNullable(ThisProcess.parent());
  }

  /**
   * The processes that this one started and that have not ended (Python's {@code active_children}).
   *
   * @return a snapshot, in the order of their starts
   */
  public static List<Process> activeChildren() {
    return ThisProcess.activeChildren();
  }

  /**
   * The number of processors that this JVM may use (Python's {@code process_cpu_count}); it
   * respects affinity and container limits.
   *
   * @return 1 or more
   */
  public static int cpuCount() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Chooses how this program starts processes (Python's {@code set_start_method}). To be called at
   * most once, early in main: the first process that is started without a context of its own fixes
   * the default, too. A child has the start method that it was started with.
   *
   * @param method the method
   * @throws IllegalStateException if it is fixed already; nothing has changed
   */
  public static void setStartMethod(StartMethod method) {
    setStartMethod(method, false);
  }

  /**
   * Chooses how this program starts processes, also if that was chosen before.
   *
   * <p>After {@link StartMethod#FORKSERVER} a first JVM is prepared in the background, before there
   * is a task for it.
   *
   * @param method the method
   * @param force whether a method that is fixed already may be replaced; processes that run are not
   *     affected
   * @throws IllegalStateException if it is fixed already and {@code force} is false
   */
  public static void setStartMethod(StartMethod method, boolean force) {
    DefaultContext.set(Objects.requireNonNull(method, "method"), force);
    ProcessTask.expectStarts();
  }

  /**
   * How processes are started that have no context of their own (Python's {@code
   * get_start_method}). Asking does not fix it.
   *
   * @return in a child, what it was itself started with, unless it chose another; else {@link
   *     StartMethod#FORKSERVER} by default
   */
  public static StartMethod getStartMethod() {
    return DefaultContext.get();
  }

  /**
   * The start methods that work here (Python's {@code get_all_start_methods}).
   *
   * @return the default one first
   */
  public static List<StartMethod> getAllStartMethods() {
    return List.of(StartMethod.values());
  }

  /**
   * The context of the start method that is used by default now (Python's {@code get_context}).
   *
   * @return a context that keeps this method when another is chosen
   */
  public static Context getContext() {
    return Context.of(DefaultContext.get());
  }

  /**
   * The context of a start method.
   *
   * @param method the method
   * @return its context, always the same object
   */
  public static Context getContext(StartMethod method) {
    return Context.of(Objects.requireNonNull(method, "method"));
  }

  /**
   * The context of a start method that is given by Python's name.
   *
   * @param method {@code spawn} or {@code forkserver}
   * @return its context, always the same object
   * @throws IllegalArgumentException if it is another name; {@code fork} is refused with the reason
   */
  public static Context getContext(String method) {
    return Context.of(StartMethod.of(method));
  }

  /**
   * Chooses the java launcher that runs this program's children from now on (Python's {@code
   * set_executable}), for example that of another JDK. Children do not inherit the choice: the
   * launcher of their own JDK runs their children.
   *
   * @param java the launcher; if it is not there when a process is started, the start fails with a
   *     {@link ProcessStartException} that names it
   */
  public static void setExecutable(Path java) {
    LaunchSettings.setExecutable(Objects.requireNonNull(java, "java").toAbsolutePath());
  }

  /**
   * Chooses classes that JVMs which wait for a task load and initialize while they wait (Python's
   * {@code set_forkserver_preload}). One that cannot be loaded is left out in silence. To be called
   * early: JVMs that wait already are replaced.
   *
   * @param classNames binary names, such as {@code com.example.Task$Part}; replaces those of an
   *     earlier call
   * @throws IllegalArgumentException if a name is empty; nothing has changed
   */
  public static void setForkserverPreload(String... classNames) {
    List<String> names = new ArrayList<>();
    for (String name : classNames) {
      if (Objects.requireNonNull(name, "classNames[" + names.size() + "]").isBlank()) {
        throw new IllegalArgumentException("classNames[" + names.size() + "] is blank");
      }
      names.add(name);
    }
    LaunchSettings.setPreload(names);
    ProcessTask.expectStarts();
  }

  /**
   * Lets children run in an application image, made by jpackage, whose runtime has no {@code java}
   * launcher (Python's {@code freeze_support}). There the application's own launcher, and thus its
   * main, is started for a child; so main has to begin with this call. In a child it runs the task,
   * waits for the threads that are not daemons, and ends the JVM: it does not return. Anywhere else
   * it returns at once and does nothing.
   *
   * <p>All JVMs of such an image have the options that it was built with; a process cannot have JVM
   * options of its own, except {@code -D} for properties that the program itself reads.
   *
   * @param args the arguments of main
   */
  public static void freezeSupport(String[] args) {
    FrozenApp.runIfChild(args);
  }

  /**
   * The library's logger (Python's {@code get_logger}), for the library's own messages and the
   * program's. What is logged goes to the program's SLF4J provider, as the logger {@code
   * multiprocessing}, and to standard error if {@link #logToStderr} asked for it; without either,
   * nowhere, and nothing is printed. The library itself says nothing there before this method, or
   * {@link #logToStderr}, was called in this process.
   *
   * @return always the same object; it may travel, and is then the other process's logger
   */
  public static Logger getLogger() {
    return LibraryLogger.get();
  }

  /**
   * Lets what is logged by {@link #getLogger()} be written to standard error as {@code
   * [INFO/Process-1] message} (Python's {@code log_to_stderr}), whatever the program's SLF4J
   * provider does. Processes that are started later do the same.
   *
   * @param level the least level that is written; replaces that of an earlier call
   * @return the logger
   */
  public static Logger logToStderr(Level level) {
    Log.setStderrLevel(level.toInt());
    return getLogger();
  }

  /**
   * Gives back what the library keeps while it is in use: the JVMs that wait for a task, this
   * process's private folder and the small shell process that guards it. Happens by itself when the
   * JVM ends; call it to be rid of them earlier. Everything can be used again afterwards;
   * connections that are still open can be used up and closed, but not sent to another process any
   * more. Waits, a few milliseconds, for those processes to end.
   *
   * @throws IllegalStateException if children still run; nothing was done
   */
  public static void shutdown() {
    List<Process> children = activeChildren();
    if (!children.isEmpty()) {
      throw new IllegalStateException("cannot shut down: processes still run: " + children);
    }
    boolean interrupted = Thread.interrupted();
    try {
      interrupted |= wasInterrupted(Standbys::shutdown);
      interrupted |= wasInterrupted(ClassArchives::shutdown);
      ClassSharing.stop();
      Bell.close();
      Fifo.detachAll();
    } catch (IOException e) {
      throw new ProcessException("cannot shut down: " + e.getMessage(), e);
    } finally {
      interrupted |= wasInterrupted(Family::leave); // the folder goes all the same, only unseen
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean wasInterrupted(Ending ending) {
    try {
      ending.end();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Ends something and waits for its end; interrupted, it only does not wait. */
  @FunctionalInterface
  private interface Ending {
    void end() throws InterruptedException;
  }
}
