package multiprocessing.pool;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import multiprocessing.spi.Serializer;

/** One call to a pool: its tasks, what has come of them, and who waits for them. */
final class Job {
  /*
   * Each task belongs to exactly one span, each span to the queue or to one worker: so each outcome is reported by one
   * thread, once. When the last one is in, the future is completed: with the results, or with the exception of the
   * first task, in the order of the call, that has one. The exception is a value of the future, so that one which means
   * something to CompletableFuture arrives as it is.
   */
  private final int number;
  private final byte[] function;
  private final byte[] call;
  private final boolean list;
  private final int retries;
  private final CompletableFuture<Object> future = new CompletableFuture<>();

  // Mutable state, guarded by this
  private Object[] elements;
  private final Object[] results;
  private int left;
  private int failedIndex = Integer.MAX_VALUE;
  private Throwable failure;
  private final Map<Integer, Integer> losses = new HashMap<>();

  private Job(int number, byte[] function, byte[] call, Object[] elements, int size, int retries) {
    this.number = number;
    this.function = function;
    this.call = call;
    this.elements = elements;
    this.list = call == null;
    this.results = new Object[size];
    this.left = size;
    this.retries = retries;
  }

  /** A job of one task, already serialized. */
  static Job single(byte[] call, int retries) {
    return new Job(0, null, call, null, 1, retries);
  }

  /** A job of one function and many elements. */
  static Job map(int number, byte[] function, Object[] elements, int retries) {
    Job job = new Job(number, function, null, elements, elements.length, retries);
    if (elements.length == 0) {
      job.future.complete(List.of());
    }
    return job;
  }

  CompletableFuture<Object> future() {
    return future;
  }

  int number() {
    return number;
  }

  byte[] function() {
    return function;
  }

  /** The serialized task of a single job, or null. */
  byte[] call() {
    return call;
  }

  boolean isDone() {
    return future.isDone();
  }

  /** Serializes a part of the elements; null if nobody waits for them any more. */
  byte[] encode(int from, int to, Serializer serializer) {
    Object[] part;
    synchronized (this) {
      if (elements == null) {
        return null;
      }
      part = Arrays.copyOfRange(elements, from, to, Object[].class);
    }
    return serializer.dumps(part);
  }

  /** The outcomes of consecutive tasks have come. */
  void decide(int from, Object[] outcomes) {
    synchronized (this) {
      for (int i = 0; i < outcomes.length; i++) {
        record(from + i, outcomes[i]);
      }
      if (left > 0) {
        return;
      }
    }
    finish();
  }

  /** Whether a task whose worker was lost is to be tried again; counts the loss. */
  synchronized boolean retries(int index) {
    return losses.merge(index, 1, Integer::sum) <= retries;
  }

  /** How often the worker of a task was lost. */
  synchronized int losses(int index) {
    return losses.getOrDefault(index, 0);
  }

  /** All tasks that are undecided have the same fate. */
  void failAll(Throwable why) {
    synchronized (this) {
      failure = failure == null ? why : failure;
      left = 0;
    }
    finish();
  }

  /** Nobody waits for the results any more. */
  synchronized void forgetElements() {
    elements = null;
  }

  private void record(int index, Object outcome) {
    if (outcome instanceof OutcomeReader.Failure failed) {
      if (index < failedIndex) {
        failedIndex = index;
        failure = failed.thrown();
      }
    } else {
      results[index] = outcome;
    }
    left--;
  }

  private void finish() {
    Throwable thrown;
    synchronized (this) {
      elements = null;
      thrown = failure;
    }
    if (thrown != null) {
      future.complete(new OutcomeReader.Failure(thrown));
    } else {
      future.complete(list ? Arrays.asList(results) : results[0]);
    }
  }
}
