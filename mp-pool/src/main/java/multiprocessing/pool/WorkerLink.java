package multiprocessing.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import multiprocessing.ProcessStartException;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;

/**
 * A worker's process, and what it shares with the pool.
 *
 * @param process the process
 * @param channel the pool's end of the channel
 * @param freight what goes over it
 * @param slate the memory that both see
 * @param slateFile its file, with whose name those of the worker's other files begin
 * @param logs where its log records come in; null if they do not
 */
record WorkerLink(
    PoolWorker process,
    Connection channel,
    Freight freight,
    Slate slate,
    Path slateFile,
    Connection logs) {

  /** Starts a process for a slot; leaves nothing behind if that fails. */
  static WorkerLink start(WorkerSettings settings, int slot) {
    Path slateFile = Nest.newSlate();
    Pipe pipe = null;
    Pipe logs = null;
    try {
      Slate slate = Slate.create(slateFile);
      pipe = Pipe.open();
      logs = settings.forwardsLogs() ? Pipe.open(false) : null;
      try (Connection theirs = pipe.second();
          Connection logsOut = logs == null ? null : logs.second()) {
        PoolWorker process = settings.newProcess(theirs, slateFile.toString(), logsOut);
        process.pinTo(settings.cpus().affinity(slot));
        process.start();
        Freight freight = new Freight(pipe.first(), slateFile.toString());
        return new WorkerLink(
            process, pipe.first(), freight, slate, slateFile, logs == null ? null : logs.first());
      }
    } catch (IOException e) {
      undo(slateFile, pipe, logs);
      throw new ProcessStartException("cannot start a worker: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      undo(slateFile, pipe, logs);
      throw e;
    }
  }

  private static void undo(Path slateFile, Pipe pipe, Pipe logs) {
    try (Pipe first = pipe;
        Pipe second = logs) {
      Files.deleteIfExists(slateFile);
    } catch (IOException e) {
      // goes with the family's folder
    }
  }

  long pid() {
    return process.pid().orElse(-1);
  }

  /** Where it writes down what its threads do. */
  Path stacksFile() {
    return Path.of(slateFile + PoolWorker.STACKS);
  }

  /** After its end: removes all files of its own. */
  void removeFiles() {
    try {
      Files.deleteIfExists(slateFile);
      Files.deleteIfExists(stacksFile());
      Freight.removeAll(slateFile.toString());
      Nest.removeAll(slateFile);
    } catch (IOException e) {
      // goes with the family's folder
    }
  }
}
