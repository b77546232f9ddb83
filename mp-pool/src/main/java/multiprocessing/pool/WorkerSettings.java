package multiprocessing.pool;

import multiprocessing.Process;
import multiprocessing.StartMethod;
import multiprocessing.connection.Connection;
import multiprocessing.function.SerializableRunnable;

/**
 * What all workers of a pool have in common.
 *
 * @param initializer what each worker runs before its first task, or null
 * @param processes how they are started
 * @param method the start method, which is a part of their names
 * @param maxTasks how many tasks each of them does
 * @param limits what else they may do
 */
record WorkerSettings(
    SerializableRunnable initializer,
    Process.Builder processes,
    StartMethod method,
    int maxTasks,
    Limits limits) {
  static final int NO_LIMIT = Integer.MAX_VALUE;

  PoolWorker newProcess(Connection channel, String slateFile) {
    PoolWorker worker = new PoolWorker(processes, channel, slateFile, initializer);
    String prefix =
        switch (method) {
          case FORKSERVER -> "ForkServer";
          case SPAWN -> "Spawn";
        };
    worker.setName(prefix + worker.name()); // as CPython does
    return worker;
  }
}
