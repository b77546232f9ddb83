package multiprocessing.shared;

import multiprocessing.Multiprocessing;
import multiprocessing.testkit.Quiesce;

/** Lets go, after each test, of what mp-core keeps for the next start. */
public final class ShutsDown implements Quiesce {

  /** Made by the service loader. */
  public ShutsDown() {}

  @Override
  public void quiesce() {
    Multiprocessing.shutdown();
  }
}
