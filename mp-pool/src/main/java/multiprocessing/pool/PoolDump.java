package multiprocessing.pool;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What all workers of a pool are doing, in words. */
final class PoolDump {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_MILLIS = 2;
  private static final String NO_WORKERS = "no workers\n";
  private static final String STARTING = ", starting: its JVM boots, or its initializer runs\n";

  private PoolDump() {}

  static String of(WorkLedger ledger) throws InterruptedException {
    Map<Boolean, List<Worker>> workers = ledger.workersByReady();
    List<Worker> ready = workers.get(true);
    List<Worker> starting = workers.get(false);
    if (ready.isEmpty() && starting.isEmpty()) {
      return NO_WORKERS;
    }
    ready.forEach(worker -> worker.supervision().askForStacks());
    long end = System.nanoTime() + LIMIT_NANOS;
    StringBuilder text = new StringBuilder();
    for (Worker worker : ready) {
      String stacks = worker.supervision().answeredStacks();
      while (stacks == null && end - System.nanoTime() > 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        stacks = worker.supervision().answeredStacks();
      }
      text.append(head(worker.status())).append(body(stacks)).append('\n');
    }
    for (Worker worker : starting) {
      text.append("worker pid=").append(worker.pid()).append(STARTING).append('\n');
    }
    return text.toString();
  }

  private static String head(WorkerStatus status) {
    return "worker pid="
        + status.pid()
        + (status.busy() ? ", busy, " : ", idle, ")
        + status.tasksDone()
        + " tasks done\n";
  }

  private static String body(String stacks) {
    return stacks == null ? "does not answer: is it stopped, or in native code?\n" : stacks;
  }
}
