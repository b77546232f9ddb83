package multiprocessing.pool;

import multiprocessing.ProcessStartException;
import multiprocessing.function.SerializableRunnable;

/** The initializer of a pool of threads, and how often it has failed. */
final class Initializer {
  private final SerializableRunnable code;

  // Mutable state, guarded by this
  private int failures;

  Initializer(SerializableRunnable code) {
    this.code = code;
  }

  /** Runs it; returns why it failed, or null. */
  ProcessStartException tryOnce() {
    if (code == null) {
      return null;
    }
    try {
      code.call();
    } catch (Throwable e) {
      count(false);
      return new ProcessStartException(
          "the pool's initializer failed in a worker: " + Words.of(e), e);
    }
    count(true);
    return null;
  }

  /** Runs it until it has succeeded, or has failed too often in a row, or nobody waits for it. */
  ProcessStartException tryUntilItIsEnough(Job waiting) {
    ProcessStartException why = tryOnce();
    while (why != null && !isEnough() && !waiting.isDone()) {
      why = tryOnce();
    }
    return why;
  }

  private synchronized void count(boolean success) {
    failures = success ? 0 : failures + 1;
  }

  private synchronized boolean isEnough() {
    return failures >= Endurance.INITIALIZER_TRIES;
  }
}
