package multiprocessing.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The workers of a pool; guarded by the ledger. */
final class Roster {
  private final Headcount headcount;
  private final CpuSlots slots;
  private final List<Worker> workers = new ArrayList<>();
  private int starting;

  Roster(Headcount headcount, CpuSlots slots) {
    this.headcount = headcount;
    this.slots = slots;
  }

  List<Worker> all() {
    return workers;
  }

  /** Whether there is nobody, and nobody will come. */
  boolean isEmpty() {
    return workers.isEmpty() && starting == 0;
  }

  /**
   * Whether there are fewer than there should be, without those that do their last: one for each
   * span that is at work or waits, within the limits.
   */
  boolean isShort(int waiting) {
    int staying = starting;
    int busy = 0;
    for (Worker worker : workers) {
      staying += worker.isSpent() ? 0 : 1;
      busy += worker.isSpent() || worker.span() == null ? 0 : 1;
    }
    long wanted = Math.max((long) busy + waiting, headcount.least());
    return staying < Math.min(wanted, headcount.most());
  }

  /**
   * Those that have had nothing to do for too long and are too many; they have their last.
   *
   * @param now the time
   * @param leaving gets them
   * @return in how many nanoseconds to ask again
   */
  long dismissIdle(long now, Consumer<Worker> leaving) {
    long patience = headcount.patienceNanos();
    long next = Limits.NONE;
    int staying = starting;
    for (Worker worker : workers) {
      staying += worker.isSpent() ? 0 : 1;
    }
    for (int i = workers.size() - 1; i >= 0 && patience != Limits.NONE; i--) {
      Worker worker = workers.get(i); // the first ones get work first
      if (staying <= headcount.least() || !worker.isIdle()) {
        continue;
      }
      long left = patience - worker.idleNanos(now);
      if (left > 0) {
        next = Math.min(next, left);
      } else if (worker.becomeReleased()) {
        worker.retire();
        leaving.accept(worker);
        staying--;
      }
    }
    return next;
  }

  /** One is about to be started; returns its slot. */
  int startOne() {
    starting++;
    return slots.take(workers);
  }

  /** That one is there now, or could not be started, if it is null. */
  void started(int slot, Worker worker) {
    starting--;
    slots.taken(slot);
    if (worker != null) {
      workers.add(worker);
    }
  }

  void remove(Worker worker) {
    workers.remove(worker);
  }

  /**
   * One that can be given a span; null if there is none, or as many as there should be have one.
   */
  Worker idle() {
    int busy = 0;
    Worker idle = null;
    for (Worker worker : workers) {
      busy += worker.span() == null ? 0 : 1;
      idle = idle == null && worker.isIdle() ? worker : idle;
    }
    return busy < headcount.most() ? idle : null;
  }

  /**
   * Takes tasks back from the one that has most to spare of what is most urgent; null if none has.
   */
  Span takeBack() {
    Worker richest = null;
    int most = 0;
    for (Worker worker : workers) {
      int spare = worker.spare();
      int urgency = spare == 0 || richest == null ? 0 : worker.urgency(richest.span());
      if (spare > 0 && (urgency > 0 || (urgency == 0 && spare > most))) {
        most = spare;
        richest = worker;
      }
    }
    return richest == null ? null : richest.takeBack();
  }

  /**
   * Takes back all that is not begun and less urgent than a span.
   *
   * @param back gets it
   */
  void makeWayFor(Span urgent, Consumer<Span> back) {
    for (Worker worker : workers) {
      if (worker.spare() > 0 && worker.urgency(urgent) < 0) {
        back.accept(worker.takeBackAll());
      }
    }
  }

  /**
   * Takes back all that is not begun of a job, and of the bundle that it is in.
   *
   * @param back gets what is of other jobs
   * @return those that may still run a task of it
   */
  List<Worker> giveUp(Job job, Consumer<Span> back) {
    List<Worker> running = new ArrayList<>();
    for (Worker worker : workers) {
      if (worker.span() != null && worker.span().job().includes(job)) {
        Span rest = worker.takeBackAll();
        if (worker.span().job() != job) {
          back.accept(rest);
        }
        if (worker.runs(job)) {
          running.add(worker);
        }
      }
    }
    return running;
  }

  /**
   * Takes all calls back that are not begun.
   *
   * @param back gets them
   */
  void withdrawCalls(Consumer<Span> back) {
    for (Worker worker : workers) {
      if (worker.span() != null && worker.span().isOfCalls()) {
        back.accept(worker.withdraw());
      }
    }
  }
}
