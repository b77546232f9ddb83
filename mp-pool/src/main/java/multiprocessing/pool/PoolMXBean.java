package multiprocessing.pool;

/**
 * The {@link PoolStats} of a {@link Pool} for JMX, as JConsole and monitoring agents show them.
 * Each pool that lives for more than a second has one in the platform's MBean server, from then
 * until it has ended: {@code multiprocessing:type=Pool,name=Pool-1}, with the next number for the
 * next pool of this JVM. The system property {@code multiprocessing.jmx=false} leaves them out.
 *
 * <p>Each attribute is read for itself; those that belong together are in {@link Pool#stats()}.
 */
public interface PoolMXBean {

  /**
   * The time.
   *
   * @return when the pool was made, as {@code 2026-11-21T20:00:00Z}
   */
  String getSince();

  /**
   * A number of {@link PoolStats}.
   *
   * @return worker processes that have started and take tasks
   */
  int getWorkersReady();

  /**
   * A number of {@link PoolStats}.
   *
   * @return those of them that have tasks in hand
   */
  int getWorkersBusy();

  /**
   * A number of {@link PoolStats}.
   *
   * @return tasks that no worker has begun
   */
  long getTasksWaiting();

  /**
   * A number of {@link PoolStats}.
   *
   * @return tasks that run in a worker
   */
  long getTasksRunning();

  /**
   * A number of {@link PoolStats}.
   *
   * @return tasks whose result has come
   */
  long getTasksDone();

  /**
   * A number of {@link PoolStats}.
   *
   * @return tasks that have an exception instead
   */
  long getTasksFailed();

  /**
   * A number of {@link PoolStats}.
   *
   * @return tasks whose outcome nobody wants any more
   */
  long getTasksDropped();

  /**
   * A number of {@link PoolStats}.
   *
   * @return those of the failed ones that took longer than they may
   */
  long getTasksTimedOut();

  /**
   * A number of {@link PoolStats}.
   *
   * @return how often a task was tried again because it had lost its worker
   */
  long getTasksTriedAgain();

  /**
   * A number of {@link PoolStats}.
   *
   * @return worker processes that were started
   */
  long getWorkersStarted();

  /**
   * A number of {@link PoolStats}.
   *
   * @return worker processes that ended although they were not sent away
   */
  long getWorkersLost();
}
