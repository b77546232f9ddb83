package multiprocessing.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import multiprocessing.internal.launch.Orders;

/** In a worker: does what its pool asks while a task runs. */
final class WorkerOrders {
  private final Slate slate;
  private final Path stacks;
  private final TaskMark mark;

  private WorkerOrders(Slate slate, Path stacks, TaskMark mark) {
    this.slate = slate;
    this.stacks = stacks;
    this.mark = mark;
  }

  /** From now on orders are obeyed. */
  static void take(Slate slate, Path stacks, TaskMark mark) {
    Orders.take(new WorkerOrders(slate, stacks, mark)::obey);
  }

  /** Writes down what all threads do, then interrupts the task that is meant, if it still runs. */
  private void obey() {
    int number = slate.orderNumber();
    long task = slate.orderedTask();
    try {
      Path whole = Path.of(stacks + ".part");
      Files.write(whole, StackDump.of(mark.thread()).getBytes(StandardCharsets.UTF_8));
      Files.move(whole, stacks, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | OutOfMemoryError e) {
      // the task is interrupted without
    }
    slate.obeyed(
        number); // before the interrupt: the task may end at once, and the pool ask for the stacks
    mark.interrupt(task);
  }
}
