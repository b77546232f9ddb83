package multiprocessing.pool;

import multiprocessing.testkit.ProcessTest;

@ProcessTest
class ProcessPoolIteratorTest extends ResultIteratorContract {

  @Override
  TaskPool open(int workers) {
    return new Pool(workers);
  }
}
