package multiprocessing.pool;

import multiprocessing.Process;
import multiprocessing.StartMethod;
import multiprocessing.connection.Connection;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.internal.records.Forwarding;

/**
 * What all workers of a pool have in common.
 *
 * @param initializer what each worker runs before its first task, or null
 * @param processes how they are started
 * @param method the start method, which is a part of their names
 * @param maxTasks how many tasks each of them does
 * @param limits what else they may do
 * @param leastLogged the least level of their log records that come here, or {@link #NO_LOGS}
 * @param cpus the processors that they are pinned to
 */
record WorkerSettings(
    SerializableRunnable initializer,
    Process.Builder processes,
    StartMethod method,
    int maxTasks,
    Limits limits,
    int leastLogged,
    CpuSets cpus) {
  static final int NO_LIMIT = Integer.MAX_VALUE;

  static final int NO_LOGS = Integer.MAX_VALUE;

  boolean forwardsLogs() {
    return leastLogged != NO_LOGS;
  }

  /**
   * A worker that is not started.
   *
   * @param logs where its log records go, or null
   */
  PoolWorker newProcess(Connection channel, String slateFile, Connection logs) {
    Forwarding forwarding = logs == null ? null : Forwarding.through(logs, leastLogged);
    PoolWorker worker =
        new PoolWorker(
            processes, channel, slateFile, initializer, forwarding, limits.keptMemoryBytes());
    String prefix =
        switch (method) {
          case FORKSERVER -> "ForkServer";
          case SPAWN -> "Spawn";
        };
    worker.setName(prefix + worker.name()); // as CPython does
    return worker;
  }
}
