package multiprocessing;

import multiprocessing.internal.launch.Bootstrap;
import multiprocessing.internal.launch.ChildTask;
import multiprocessing.internal.launch.ParentWatch;
import multiprocessing.internal.log.Log;

/** A {@link Process} on its way into the child JVM whose current process it becomes. */
final class ProcessTask implements ChildTask {
  private final Process process;

  ProcessTask(Process process) {
    this.process = process;
  }

  @Override
  public void run(Bootstrap bootstrap, ParentWatch parent) throws Exception {
    process.becomeCurrent(bootstrap, parent);
    Log.info("child process calling run()");
    try {
      process.run();
    } catch (Throwable e) {
      Log.info("process exiting with exitcode 1");
      throw e;
    }
    Log.info("process exiting with exitcode 0");
  }
}
