package multiprocessing.pool;

import java.util.concurrent.atomic.AtomicLong;

/** Which task the worker's main thread runs, so that an interrupt meets that task or none. */
final class TaskMark {
  /*
   * IDLE --begin--> task --end--> IDLE
   *                   `--interrupt--> INTERRUPTING --> INTERRUPTED --end--> IDLE
   *
   * The thread is interrupted between the two states, and "end" waits for the second: the flag of one task never
   * reaches the next.
   */
  private static final long IDLE = 0;
  private static final long INTERRUPTING = -1;
  private static final long INTERRUPTED = -2;

  private final Thread thread = Thread.currentThread();
  private final AtomicLong state = new AtomicLong(IDLE);

  /** The number of a task: which one of which span. */
  static long number(int span, int index) {
    return (long) (span & Integer.MAX_VALUE) << 32 | index + 1L;
  }

  /** Volatile: whoever begins a task then looks for an order that came too early for it. */
  void begin(long task) {
    state.set(task);
  }

  /** The task is over; its interrupts are, too. */
  void end(long task) {
    if (!state.compareAndSet(task, IDLE)) {
      while (state.get() == INTERRUPTING) {
        Thread.onSpinWait();
      }
      state.set(IDLE);
    }
    boolean ignored = Thread.interrupted();
  }

  /** In another thread: interrupts the task if it is the one that runs. */
  void interrupt(long task) {
    if (state.compareAndSet(task, INTERRUPTING)) {
      thread.interrupt();
      state.set(INTERRUPTED);
    }
  }

  Thread thread() {
    return thread;
  }
}
