package multiprocessing.pool;

import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;

@ProcessTest
class ProcessPoolContractTest extends TaskPoolContract {

  @Override
  TaskPool open(int workers) {
    return new Pool(workers);
  }

  @Override
  void endWorkers(TaskPool pool) {
    ((Pool) pool).workers().forEach(worker -> Signal.KILL.send(worker.pid()));
    Eventually.until("no worker", LIMIT, () -> ((Pool) pool).workers().isEmpty());
  }
}
