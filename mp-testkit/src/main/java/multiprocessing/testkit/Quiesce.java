package multiprocessing.testkit;

/**
 * Lets go of what the code under test keeps on purpose between uses, such as standby processes.
 *
 * <p>{@link NothingLeft} calls every provider that {@link java.util.ServiceLoader} finds in the
 * class path of the tests, after each test and before it looks for what was left.
 */
public interface Quiesce {

  /**
   * Ends helpers that may be idle. Returns when it has asked them to; {@link NothingLeft} waits.
   *
   * @throws Exception if it could not; the test fails with it
   */
  void quiesce() throws Exception;
}
