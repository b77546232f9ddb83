package multiprocessing.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableConsumer;

/** The values of {@link WorkerLocal}s in one worker: a process, or a thread of a thread pool. */
final class WorkerState {
  private static final WorkerState OF_PROCESS = new WorkerState();
  private static final ThreadLocal<WorkerState> OF_THREAD = new ThreadLocal<>();

  private final Map<String, Cell> cells = new ConcurrentHashMap<>();

  // Mutable state, guarded by itself: the last made first
  private final Deque<Cell> made = new ArrayDeque<>();

  WorkerState() {}

  static WorkerState current() {
    WorkerState ofThread = OF_THREAD.get();
    return ofThread == null ? OF_PROCESS : ofThread;
  }

  static WorkerState ofProcess() {
    return OF_PROCESS;
  }

  /** From now on, this is the worker of this thread. */
  void enter() {
    OF_THREAD.set(this);
  }

  @SuppressWarnings("unchecked") // one id is one type
  <T> T get(
      String id, SerializableCallable<? extends T> maker, SerializableConsumer<? super T> exit) {
    Cell cell =
        cells.computeIfAbsent(
            id, any -> new Cell(maker, (SerializableConsumer<Object>) (Object) exit));
    return (T) cell.value();
  }

  /** Gives up all values; calls no exit code twice. What that throws is told, and not thrown. */
  void end() {
    while (true) {
      Cell last;
      synchronized (made) {
        last = made.poll();
      }
      if (last == null) {
        return;
      }
      last.end();
    }
  }

  /** One value; a lock of its own, so that code that makes one may use others. */
  private final class Cell {
    private final SerializableCallable<?> maker;
    private final SerializableConsumer<Object> exit;

    // Mutable state, guarded by this
    private boolean isMade;
    private Object value;

    Cell(SerializableCallable<?> maker, SerializableConsumer<Object> exit) {
      this.maker = maker;
      this.exit = exit;
    }

    synchronized Object value() {
      if (!isMade) {
        try {
          value = maker.call();
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new TaskFailedException(
              "the value of a WorkerLocal could not be made: " + Words.of(e), e);
        }
        isMade = true;
        synchronized (made) {
          made.push(this);
        }
      }
      return value;
    }

    private void end() {
      boolean ignored = Thread.interrupted(); // was meant for a task
      try {
        exit.accept(value());
      } catch (Throwable e) {
        Uncaught.tell(e);
      }
    }
  }
}
