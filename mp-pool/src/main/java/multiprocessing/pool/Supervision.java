package multiprocessing.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import multiprocessing.internal.launch.Orders;

/**
 * Sees to it that a worker keeps its limits, and ends what shall not run. Guarded by the ledger.
 */
final class Supervision {
  /*
   * The worker is looked at from outside: what runs, and since when, is on its slate, its memory and whether it is
   * stopped is in /proc. A task that shall end gets a sentence (see Sentence), of which the worker is told by an order.
   * What is to be done outside the ledger's lock is handed out as "toDo".
   */
  private final WorkLedger ledger;
  private final Worker worker;
  private final WorkerLink link;
  private final Slate slate;
  private final Limits limits;

  private Sentence sentence;
  private boolean doomed;
  private long nextGaugeNanos = System.nanoTime();
  private long stoppedNanos;
  private String killedBecause = "";

  Supervision(WorkLedger ledger, Worker worker, WorkerLink link, Limits limits) {
    this.ledger = ledger;
    this.worker = worker;
    this.link = link;
    this.slate = link.slate();
    this.limits = limits;
  }

  /** Nobody waits for the task that may still run, the last of the span; it shall end. */
  void stopRunning(List<Runnable> toDo) {
    if (sentence == null && worker.harvest().received() < worker.span().size()) {
      pass(Math.max(0, slate.claimed() - 1), null, System.nanoTime(), toDo);
    }
  }

  /**
   * Sees to it that limits are kept.
   *
   * @param back gets what others are to do of its span
   * @param toDo gets what is to be done outside the lock
   * @return in how many nanoseconds to look again
   */
  long look(long now, Consumer<Span> back, List<Runnable> toDo) {
    long next = Limits.NONE;
    if (sentence != null) {
      next = lookAtSentence(now, toDo);
    } else if (worker.span() != null && !doomed) {
      next = lookAtTask(now, back, toDo);
    }
    boolean watched = limits.watchesProcesses() && worker.isReady() && !doomed;
    return watched ? Math.min(next, lookAtProcess(now, toDo)) : next;
  }

  private long lookAtTask(long now, Consumer<Span> back, List<Runnable> toDo) {
    Span span = worker.span();
    long timeout = span.job().timeoutNanos();
    if (timeout == Limits.NONE) {
      return Limits.NONE;
    }
    long left = leftNanos(now, timeout);
    if (left > 0) {
      return left;
    }
    if (span.size() > 1 && slate.withdraw()) { // which of them cannot be read in time?
      for (int index = span.to() - 1; index >= span.from(); index--) {
        back.accept(Span.of(span.job(), index, index + 1));
      }
      Span ignored = worker.drop();
      doomed = true;
      toDo.add(link.process()::kill);
      return Limits.NONE;
    }
    back.accept(worker.takeBackAll());
    left = leftNanos(now, timeout); // it may just have ended, and the next one have begun
    if (left > 0) {
      return left;
    }
    int overdue = Math.max(0, slate.claimed() - 1); // and no other begins after it
    long task = span.job().numberOf(span.from() + overdue);
    Duration allowed = Duration.ofNanos(timeout);
    pass(overdue, stacks -> new TaskTimeoutException(link.pid(), task, allowed, stacks), now, toDo);
    return 0;
  }

  /**
   * How long the task that runs, or the reading of the span, may still take; more than 0 if none
   * does.
   */
  private long leftNanos(long now, long timeout) {
    if (hasTaskEnded()) {
      return timeout;
    }
    boolean begun = slate.claimed() > 0;
    return (begun ? slate.beganNanos() : worker.assignedAt()) + timeout - now;
  }

  /** Whether none runs, though one did; its outcome may not have been heard yet. */
  private boolean hasTaskEnded() {
    return slate.claimed() > 0 && slate.running(worker.harvest().received()) < 0;
  }

  /** For so long this process did nothing: what it measures itself did not take that. */
  void excuse(long nanos) {
    stoppedNanos += stoppedNanos == 0 ? 0 : nanos;
    if (sentence != null) {
      sentence.excuse(nanos);
    }
  }

  /** Has the task interrupted; does nothing if its outcome has come meanwhile. */
  private void pass(int task, Function<String, Throwable> failure, long now, List<Runnable> toDo) {
    Span span = worker.span();
    int index = span.from() + task;
    if (worker.harvest().becomeUnwanted(index)) {
      if (failure != null) {
        ledger.taskTimesOut();
      }
      sentence = new Sentence(span.job(), index, failure, now, limits.graceNanos());
      slate.orderInterrupt(task);
      toDo.add(() -> Orders.give(link.pid()));
    }
  }

  private long lookAtSentence(long now, List<Runnable> toDo) {
    Sentence passed = sentence;
    if (passed.becomeTold(slate.isObeyed(), now)) {
      toDo.add(() -> passed.tell(stacks()));
    }
    if (passed.becomeEnding(hasTaskEnded(), now)) {
      doomed = true;
      toDo.add(link.process()::terminate);
    }
    return passed.nextLookNanos(now);
  }

  /** The task has ended: its failure is told now, if it was not. */
  Runnable lastWord() {
    Sentence passed = sentence;
    boolean untold = passed != null && passed.becomeTold(true, System.nanoTime());
    return untold ? () -> passed.tell(stacks()) : () -> {};
  }

  /** Asks it what it does; {@link #answeredStacks} has the answer. */
  void askForStacks() {
    slate.orderStacks();
    Orders.give(link.pid());
  }

  /** What its threads did when it was asked last; null if it has not answered yet. */
  String answeredStacks() {
    return slate.isObeyed() ? stacks() : null;
  }

  private String stacks() {
    try {
      return slate.isObeyed() ? Files.readString(link.stacksFile()) : "";
    } catch (IOException e) {
      return ""; // it had no memory for it
    }
  }

  private long lookAtProcess(long now, List<Runnable> toDo) {
    if (nextGaugeNanos - now > 0) {
      return nextGaugeNanos - now;
    }
    nextGaugeNanos = now + Limits.LOOK_NANOS;
    long used = ProcessGauge.residentBytes(link.pid());
    if (used > limits.memoryBytes()) {
      killBecause(
          "it used " + (used >> 20) + " MiB, more than " + (limits.memoryBytes() >> 20) + " MiB",
          toDo);
    } else if (worker.span() == null || !ProcessGauge.isStopped(link.pid())) {
      stoppedNanos = 0;
    } else if (stoppedNanos == 0) {
      stoppedNanos = now | 1;
    } else if (now - stoppedNanos > limits.stoppedNanos()) {
      long millis = TimeUnit.NANOSECONDS.toMillis(now - stoppedNanos);
      killBecause("it was stopped for " + millis + " ms", toDo);
    }
    return Limits.LOOK_NANOS;
  }

  private void killBecause(String reason, List<Runnable> toDo) {
    killedBecause = "; the pool killed it, because " + reason;
    doomed = true;
    toDo.add(link.process()::kill);
  }

  /** Why the pool ended it, in words that follow others; empty if it did not. */
  String killedBecause() {
    return killedBecause;
  }

  boolean isDoomed() {
    return doomed;
  }

  /** The task whose outcome is decided by its sentence; -1 if there is none. */
  int sentenced() {
    return sentence == null ? -1 : sentence.index();
  }

  /** It has nothing in hand any more. */
  void forgetTask() {
    sentence = null;
  }
}
