package multiprocessing.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tasks that are given to an executor together, and for which somebody waits.
 *
 * @param <T> the type of their results
 */
final class Invocation<T> {
  private final ProcessPoolExecutor executor;
  private final List<Callable<T>> tasks;
  private final List<AsyncResult<T>> results = new ArrayList<>();

  Invocation(ProcessPoolExecutor executor, Collection<? extends Callable<T>> tasks) {
    this.executor = executor;
    this.tasks = new ArrayList<>(tasks);
    this.tasks.forEach(task -> Objects.requireNonNull(task, "a task"));
  }

  List<Future<T>> all(long mostNanos) throws InterruptedException {
    long nanos = Math.max(0, mostNanos); // or the least of all would overflow below
    long start = System.nanoTime();
    try {
      submitAll();
      for (AsyncResult<T> result : results) {
        long left = nanos - (System.nanoTime() - start);
        boolean ignored = result.waitFor(left);
      }
    } finally {
      cancelAll(); // which does nothing to those that are finished
    }
    return List.copyOf(results);
  }

  T any(long mostNanos) throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("there are no tasks");
    }
    long nanos = Math.max(0, mostNanos); // or the least of all would overflow below
    long start = System.nanoTime();
    BlockingQueue<AsyncResult<T>> finished = new LinkedBlockingQueue<>();
    ExecutionException last = null;
    try {
      submitAll();
      results.forEach(result -> result.whenReady(() -> finished.add(result)));
      for (int i = 0; i < tasks.size(); i++) {
        long left = nanos - (System.nanoTime() - start);
        AsyncResult<T> next = finished.poll(left, TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new TimeoutException("no task has succeeded in time");
        }
        try {
          return next.get();
        } catch (ExecutionException e) {
          last = e;
        }
      }
    } finally {
      cancelAll();
    }
    throw last;
  }

  private void submitAll() {
    for (Callable<T> task : tasks) {
      results.add(executor.submit(task));
    }
  }

  private void cancelAll() {
    for (AsyncResult<T> result : results) {
      boolean ignored = result.cancel(true);
    }
  }
}
