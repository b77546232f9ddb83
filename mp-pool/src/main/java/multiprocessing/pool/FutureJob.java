package multiprocessing.pool;

import java.util.Collections;
import java.util.concurrent.CompletableFuture;

/** A job whose outcomes are gathered until all are there. */
final class FutureJob extends Job {
  /*
   * When the last outcome is in, the future is completed: with the results, or with the exception of the first task,
   * in the order of the call, that has one. The exception is a value of the future, so that one which means something
   * to CompletableFuture arrives as it is. Callbacks run in between: they are called once the outcome is settled, and
   * nobody who waits sees it before they have returned. "Settled" is decided once, under the lock of this object: by
   * the last outcome, by a failure of all, or by a cancel.
   */
  private final Shape shape;
  private final Callbacks.Pair callbacks;
  private final Tally tally;
  private final Progress progress;
  private final CompletableFuture<Object> future = new CompletableFuture<>();

  // Mutable state, guarded by this
  private final Results results;
  private int left;
  private int failedIndex = Integer.MAX_VALUE;
  private Throwable failure;
  private volatile boolean settled;

  /** What the outcomes become. */
  enum Shape {
    SINGLE,
    LIST,
    OUTCOMES
  }

  FutureJob(Work work, Object[] elements, Shape shape, JobOptions options) {
    super(work, elements, options);
    this.shape = shape;
    this.callbacks = options.callbacks();
    this.tally = options.tally();
    this.progress = options.progress();
    this.results = new Results(elements == null ? 1 : elements.length);
    this.left = results.size();
    if (shape == Shape.OUTCOMES) {
      results.fill(Undecided.OUTCOME);
    }
  }

  CompletableFuture<Object> future() {
    return future;
  }

  @Override
  boolean isDone() {
    return settled;
  }

  @Override
  boolean isStreamed() {
    return false;
  }

  @Override
  long numberOf(int index) {
    return index;
  }

  /** A job without tasks has its result at once. */
  void finishIfEmpty() {
    if (results.isEmpty()) {
      decide(0, new Object[0]);
    }
  }

  @Override
  void decide(int from, Object[] outcomes) {
    synchronized (this) {
      int failures = OutcomeReader.Failure.count(outcomes);
      if (!settled) {
        tally.decided(outcomes, failures);
        if (progress != null) {
          progress.add(outcomes.length);
        }
      }
      if (failures == 0 || shape == Shape.OUTCOMES) {
        results.setAll(from, outcomes);
      } else {
        record(from, outcomes);
      }
      left -= outcomes.length;
      if (left > 0 || settled) {
        return;
      }
      settled = true;
    }
    finish(true);
  }

  @Override
  void failAll(Throwable why) {
    synchronized (this) {
      if (settled) {
        return;
      }
      settled = true;
      tally.failed(left);
      if (shape == Shape.OUTCOMES) {
        Object failed = new OutcomeReader.Failure(why);
        results.replaceAll(outcome -> outcome == Undecided.OUTCOME ? failed : outcome);
      } else {
        failure = failure == null ? why : failure;
      }
    }
    finish(false);
  }

  /** Gives the outcome up, if it is not settled yet. */
  boolean cancel() {
    synchronized (this) {
      if (settled) {
        return false;
      }
      settled = true;
      tally.dropped(left);
    }
    forget();
    if (progress != null) {
      progress.end(false, () -> {});
    }
    return future.cancel(false);
  }

  private void record(int from, Object[] outcomes) {
    for (int i = 0; i < outcomes.length; i++) {
      if (!(outcomes[i] instanceof OutcomeReader.Failure failed)) {
        Object ignored = results.set(from + i, outcomes[i]);
      } else if (from + i < failedIndex) {
        failedIndex = from + i;
        failure = failed.thrown();
      }
    }
  }

  private void finish(boolean complete) {
    forget();
    Object outcome;
    synchronized (this) {
      outcome = failure == null ? whole() : new OutcomeReader.Failure(failure);
    }
    Runnable tell = () -> callbacks.callThen(outcome, () -> future.complete(outcome));
    if (progress == null) {
      tell.run();
    } else {
      progress.end(complete, tell);
    }
  }

  private Object whole() {
    return switch (shape) {
      case SINGLE -> results.get(0);
      case LIST -> results.asList();
      case OUTCOMES -> {
        results.replaceAll(FutureJob::toOutcome);
        yield Collections.unmodifiableList(results.asList());
      }
    };
  }

  private static Outcome<Object> toOutcome(Object outcome) {
    return outcome instanceof OutcomeReader.Failure failed
        ? new Outcome.Failure<>(failed.thrown())
        : new Outcome.Success<>(outcome);
  }
}
