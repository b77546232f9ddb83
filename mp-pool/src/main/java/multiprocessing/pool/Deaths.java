package multiprocessing.pool;

import java.util.OptionalInt;
import multiprocessing.internal.launch.Fate;

/** Words for the end of a worker. */
final class Deaths {
  private Deaths() {}

  static String describe(OptionalInt exitCode) {
    return exitCode.isPresent() ? Fate.describe(exitCode.getAsInt()) : "still running";
  }

  static WorkerLostException of(Worker worker, long task, int attempts) {
    String lastErrors = worker.lastErrors();
    return new WorkerLostException(
        "worker process died while running a task: pid="
            + worker.pid()
            + ", "
            + worker.exitDescription()
            + worker.supervision().killedBecause()
            + ", task="
            + task
            + quarantine(attempts)
            + (lastErrors.isEmpty() ? "" : "; it wrote last: " + lastErrors),
        worker.pid(),
        worker.exitCode().orElse(0),
        lastErrors,
        attempts);
  }

  /** The last of those that died reading the same function. */
  static WorkerLostException ofReader(Worker worker) {
    String lastErrors = worker.lastErrors();
    return new WorkerLostException(
        "worker processes die while they read the function, "
            + Readership.MOST_LOST
            + " in a row, and it is not sent to others: the last was pid="
            + worker.pid()
            + ", "
            + worker.exitDescription()
            + "; does a static initializer end them?"
            + (lastErrors.isEmpty() ? "" : "; it wrote last: " + lastErrors),
        worker.pid(),
        worker.exitCode().orElse(0),
        lastErrors,
        Readership.MOST_LOST);
  }

  private static String quarantine(int attempts) {
    return attempts < 2
        ? ""
        : ", attempt "
            + attempts
            + ": so many workers have died while they ran it, and it is not tried again";
  }
}
