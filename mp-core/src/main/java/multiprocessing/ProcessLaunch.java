package multiprocessing;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import multiprocessing.internal.classes.ClassSharing;
import multiprocessing.internal.fifo.Fifo;
import multiprocessing.internal.launch.Child;
import multiprocessing.internal.launch.ChildOptions;
import multiprocessing.internal.launch.ChildPlan;
import multiprocessing.internal.launch.Rehearsal;
import multiprocessing.internal.log.Log;
import multiprocessing.internal.memory.Bell;
import multiprocessing.internal.resource.InFlight;
import multiprocessing.internal.wire.LambdaPractice;
import multiprocessing.spi.Launcher;

/**
 * One launch of a {@link Process}, and what it keeps until the child has ended.
 *
 * @param process the process, whose monitor the caller holds
 * @param settings what was chosen for it
 * @param inFlight the ends of pipes that travel with the task
 * @param classes the class loaders that the child may ask for classes
 */
record ProcessLaunch(
    Process process, ProcessSettings settings, InFlight.Batch inFlight, ClassSharing.Hold classes) {

  /**
   * Launches the child and does not wait for it.
   *
   * @param task the serialized {@link ProcessTask}
   * @param target what the task calls
   * @throws ProcessStartException if the operating system refuses
   */
  Child launch(byte[] task, Object target) {
    ThisProcess.started(process);
    String name = process.name();
    if (settings.directory != null && !Files.isDirectory(settings.directory)) {
      throw new ProcessStartException(
          "cannot start process '" + name + "': no such directory: " + settings.directory, null);
    }
    try {
      Child child = Child.start(plan(task, target));
      Log.debug("started process '" + name + "': pid=" + child.pid());
      return child;
    } catch (IOException | OutOfMemoryError e) { // the latter: no more threads, or memory
      throw new ProcessStartException("cannot start process '" + name + "': " + e.getMessage(), e);
    }
  }

  private ChildPlan plan(byte[] task, Object target) {
    return new ChildPlan(
        process.name(),
        settings.identity,
        settings.daemon,
        ThisProcess.current().name(),
        startMethod().toString(),
        Log.stderrLevel(),
        settings.authKey,
        task,
        rehearsal(target),
        settings.jvmOptions,
        settings.environment,
        settings.directory,
        settings.options == null ? ChildOptions.DEFAULT : settings.options,
        settings.launcher == null ? Launcher.DEFAULT : settings.launcher,
        this::ended);
  }

  private static Rehearsal rehearsal(Object target) {
    return new Rehearsal(
        ProcessTask::rehearsal, nameOf(target.getClass()), LambdaPractice.of(target));
  }

  private StartMethod startMethod() {
    return settings.context == null ? DefaultContext.use() : settings.context.startMethod();
  }

  /** The class of the task; for a lambda, the one in which it is written. */
  private static List<String> nameOf(Class<?> kind) {
    String name = kind.getName();
    int lambda = name.indexOf("$$Lambda");
    return List.of(lambda < 0 ? name : name.substring(0, lambda));
  }

  private void ended(Child child) {
    cancel();
    Fifo.sweep();
    Bell.remove(child.pid());
    Obituary.of(process.name(), child);
  }

  /** Gives back what was kept for the child, which has ended or was never started. */
  void cancel() {
    inFlight.letGo();
    classes.close();
    ThisProcess.ended(process);
  }
}
