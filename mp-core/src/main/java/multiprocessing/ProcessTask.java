package multiprocessing;

import java.util.List;
import multiprocessing.function.SerializableBiConsumer;
import multiprocessing.internal.launch.Bootstrap;
import multiprocessing.internal.launch.ChildMain;
import multiprocessing.internal.launch.ChildTask;
import multiprocessing.internal.launch.ParentWatch;
import multiprocessing.internal.launch.Rehearsal;
import multiprocessing.internal.launch.Standbys;
import multiprocessing.internal.log.Log;
import multiprocessing.internal.wire.LambdaPractice;

/** A {@link Process} on its way into the child JVM whose current process it becomes. */
final class ProcessTask implements ChildTask {
  private final Process process;

  ProcessTask(Process process) {
    this.process = process;
  }

  /** A task that does nothing, for standbys to practise on. */
  static ChildTask rehearsal() {
    SerializableBiConsumer<Object, Object> nothing = (first, second) -> {};
    return new ProcessTask(Process.rehearsal(nothing, "", ""));
  }

  /** Has a standby made if processes that are started next could use one. */
  static void expectStarts() {
    boolean mayStart = !ChildMain.isBootstrapping() && !ThisProcess.current().isDaemon();
    if (mayStart && DefaultContext.get() == StartMethod.FORKSERVER) {
      Standbys.expectStarts(
          new Rehearsal(ProcessTask::rehearsal, List.of(), LambdaPractice.none()));
    }
  }

  @Override
  public void rehearse() throws Exception {
    process.run();
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
