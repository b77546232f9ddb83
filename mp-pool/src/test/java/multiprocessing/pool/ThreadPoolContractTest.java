package multiprocessing.pool;

import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;

@ProcessTest
class ThreadPoolContractTest extends TaskPoolContract {

  @Override
  TaskPool open(int workers) {
    return new ThreadPool(workers);
  }

  @Override
  void endWorkers(TaskPool pool) {
    Eventually.until("no thread", LIMIT, () -> !isThereAThread());
  }

  private static boolean isThereAThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("mp-pool-thread-"));
  }
}
