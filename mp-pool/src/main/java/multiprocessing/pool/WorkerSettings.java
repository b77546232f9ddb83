package multiprocessing.pool;

import java.time.Duration;
import java.util.List;
import multiprocessing.Context;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.spi.Launcher;

/**
 * What all workers of a pool have in common.
 *
 * @param initializer what each worker runs before its first task, or null
 * @param jvmOptions options of the workers' JVMs
 * @param launcher who starts them
 * @param context how they are started
 * @param count how many there are at a time; they share the memory
 * @param maxTasks how many tasks each of them does
 * @param limits what else they may do
 */
record WorkerSettings(
    SerializableRunnable initializer,
    List<String> jvmOptions,
    Launcher launcher,
    Context context,
    int count,
    int maxTasks,
    Limits limits) {
  static final int NO_LIMIT = Integer.MAX_VALUE;

  /** A worker that is asked to end has nothing to lose. */
  private static final Duration TERMINATION_GRACE = Duration.ofSeconds(2);

  PoolWorker newProcess(Connection channel, String slateFile) {
    Process.Builder options =
        Process.builder()
            .daemon(true)
            .jvmOptions(jvmOptions.toArray(new String[0]))
            .launcher(launcher)
            .context(context)
            .siblings(count)
            .terminationGrace(TERMINATION_GRACE);
    return new PoolWorker(options, channel, slateFile, initializer);
  }
}
