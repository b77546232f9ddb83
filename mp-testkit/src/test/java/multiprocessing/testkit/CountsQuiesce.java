package multiprocessing.testkit;

/** Found by the service loader; counts how often it is asked. */
public final class CountsQuiesce implements Quiesce {
  static int calls;

  /** Made by the service loader. */
  public CountsQuiesce() {}

  @Override
  public void quiesce() {
    calls++;
  }
}
