package multiprocessing.pool;

import multiprocessing.testkit.ProcessTest;

@ProcessTest
class ProcessPoolContractTest extends TaskPoolContract {

  @Override
  TaskPool open(int workers) {
    return new Pool(workers);
  }
}
