package multiprocessing;

import multiprocessing.testkit.Quiesce;

/** After each test: no family, no janitor. */
public final class ShutsDown implements Quiesce {

  /** Made by the service loader. */
  public ShutsDown() {}

  @Override
  public void quiesce() {
    Multiprocessing.shutdown();
  }
}
