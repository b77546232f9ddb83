package multiprocessing.queues;

import java.time.Duration;
import multiprocessing.internal.time.Deadline;

/**
 * A {@link Queue} of tasks whose end can be waited for (Python's {@code
 * multiprocessing.JoinableQueue}): whoever gets one says when it is done.
 *
 * <p><b>If a process is killed</b> between getting a task and saying that it is done, nobody says
 * so: {@link #join()} waits for it, as Python's does; {@link #join(Duration)} does not.
 *
 * @param <T> what is put and got
 */
public final class JoinableQueue<T> extends Queue<T> {
  private static final long serialVersionUID = 1;

  /** A new queue of any number of tasks. */
  public JoinableQueue() {
    this(0);
  }

  /**
   * A new queue.
   *
   * @param maxSize how many tasks it holds at most; zero or less means any number
   */
  public JoinableQueue(int maxSize) {
    super(maxSize);
  }

  JoinableQueue(Exchange exchange) {
    super(exchange);
  }

  /**
   * Says that a task that was got is done. Python's {@code task_done}. Does not wait.
   *
   * @throws IllegalStateException if it is said more often than tasks were put
   */
  public void taskDone() {
    exchange.done();
  }

  /**
   * Waits until all that was put is done.
   *
   * @throws InterruptedException if interrupted while waiting
   */
  public void join() throws InterruptedException {
    boolean ignored = exchange.join(null);
  }

  /**
   * Waits until all that was put is done, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return false if it is not done in time
   * @throws InterruptedException if interrupted while waiting
   */
  public boolean join(Duration timeout) throws InterruptedException {
    return exchange.join(Deadline.after(timeout));
  }
}
