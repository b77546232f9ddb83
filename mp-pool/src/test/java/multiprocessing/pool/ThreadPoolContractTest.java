package multiprocessing.pool;

import multiprocessing.testkit.ProcessTest;

@ProcessTest
class ThreadPoolContractTest extends TaskPoolContract {

  @Override
  TaskPool open(int workers) {
    return new ThreadPool(workers);
  }
}
