package multiprocessing.pool;

import java.util.List;

/**
 * What follows from the end of a worker that had a span; made under the ledger's lock.
 *
 * @param again what goes to other workers, in order
 * @param isTriedAgain whether a task that was begun is among it
 * @param decision what is to be said of the rest, outside the lock
 */
record Settlement(List<Span> again, boolean isTriedAgain, Runnable decision) {

  /** Nothing is left of its span but that. */
  static Settlement of(Runnable decision) {
    return new Settlement(List.of(), false, decision);
  }

  /**
   * Decides.
   *
   * @param all all workers
   */
  static Settlement of(Worker dead, List<Worker> all) {
    Span span = dead.span();
    Job job = span.job();
    boolean reading = diedReading(dead, all);
    if (reading && job.readership().lose()) {
      WorkerLostException unread = Deaths.ofReader(dead);
      return of(() -> job.failAll(unread));
    }
    Runnable lastWord = dead.supervision().lastWord();
    Salvage salvage = reading ? Salvage.unread(span) : dead.salvage();
    if (salvage.lost() < 0) {
      return new Settlement(salvage.again(), salvage.isTriedAgain(), lastWord);
    }
    long task = job.numberOf(salvage.lost());
    WorkerLostException lost = Deaths.of(dead, task, salvage.attempts());
    Runnable decision =
        () -> {
          lastWord.run();
          job.decide(salvage.lost(), new Object[] {new OutcomeReader.Failure(lost)});
        };
    return new Settlement(salvage.again(), salvage.isTriedAgain(), decision);
  }

  /** Whether it died before it had read a function that nobody has read yet. */
  private static boolean diedReading(Worker dead, List<Worker> all) {
    Span span = dead.span();
    Readership readership = span.job().readership();
    for (Worker worker : all) {
      Span other = worker.span();
      if (other != null && other.job().readership() == readership && worker.hasFunction()) {
        readership.hasRead();
      }
    }
    Supervision supervision = dead.supervision();
    boolean ended = supervision.isDoomed() || supervision.sentenced() >= 0;
    return !span.isOfCalls() && !ended && !readership.isRead();
  }
}
