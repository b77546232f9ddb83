package multiprocessing.pool;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A running task that shall end, and how far that has come. Guarded by the ledger. */
final class Sentence {
  /*
   *   passed: the worker is to write down its stacks and interrupt the task
   *     |-- the stacks are there, or too late, or the task has ended --> told: its failure is decided, once
   *     |-- the grace is over --> the worker is ended, by SIGTERM and then SIGKILL; a little later if the task has ended
   *     |                         and that was not heard yet, as after a pause of this process
   *     `-- the task has ended --> over, the worker goes on
   */
  private static final long STACKS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long HEARD_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Job job;
  private final int index;
  private final Function<String, Throwable> failure;
  private long stacksBy;
  private long endBy;
  private boolean postponed;
  private boolean told;
  private boolean ending;

  /**
   * Passes it.
   *
   * @param failure the task's exception, given the stacks; null if nobody waits for its outcome
   */
  Sentence(
      Job job, int index, Function<String, Throwable> failure, long nowNanos, long graceNanos) {
    this.job = job;
    this.index = index;
    this.failure = failure;
    this.stacksBy = nowNanos + STACKS_NANOS;
    this.endBy = nowNanos + Math.min(graceNanos, Long.MAX_VALUE / 2);
  }

  int index() {
    return index;
  }

  /** Whether its failure is to be told now; true once. */
  boolean becomeTold(boolean stacksAreThere, long nowNanos) {
    if (told || !(stacksAreThere || nowNanos - stacksBy >= 0)) {
      return false;
    }
    told = true;
    return failure != null;
  }

  /** Whether its worker is to be ended now; true once. */
  boolean becomeEnding(boolean taskHasEnded, long nowNanos) {
    if (ending || nowNanos - endBy < 0) {
      return false;
    }
    if (taskHasEnded && !postponed) {
      postponed = true;
      endBy = nowNanos + HEARD_NANOS;
      return false;
    }
    ending = true;
    return true;
  }

  /** For so long this process did nothing. */
  void excuse(long nanos) {
    stacksBy += nanos;
    endBy += nanos;
  }

  /**
   * When to look at it again; {@link Long#MAX_VALUE} from now on if there is nothing more to do.
   */
  long nextLookNanos(long nowNanos) {
    if (!told) {
      return Math.min(LOOK_NANOS, Math.max(0, endBy - nowNanos));
    }
    return ending ? Long.MAX_VALUE : Math.max(0, endBy - nowNanos);
  }

  /** Decides the task. */
  void tell(String stacks) {
    job.decide(index, new Object[] {new OutcomeReader.Failure(failure.apply(stacks))});
  }
}
