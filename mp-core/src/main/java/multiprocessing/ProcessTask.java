package multiprocessing;

import multiprocessing.internal.launch.Bootstrap;
import multiprocessing.internal.launch.ChildTask;
import multiprocessing.internal.launch.ParentWatch;

/** A {@link Process} on its way into the child JVM whose current process it becomes. */
final class ProcessTask implements ChildTask {
  private final Process process;

  ProcessTask(Process process) {
    this.process = process;
  }

  @Override
  public void run(Bootstrap bootstrap, ParentWatch parent) throws Exception {
    process.becomeCurrent(bootstrap, parent);
    process.run();
  }
}
