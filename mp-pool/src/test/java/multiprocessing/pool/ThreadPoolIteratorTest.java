package multiprocessing.pool;

import multiprocessing.testkit.ProcessTest;

@ProcessTest
class ThreadPoolIteratorTest extends ResultIteratorContract {

  @Override
  TaskPool open(int workers) {
    return new ThreadPool(workers);
  }
}
