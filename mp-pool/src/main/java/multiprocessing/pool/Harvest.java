package multiprocessing.pool;

/** How much of one worker's span has come in; passes each outcome to the job once. */
final class Harvest {
  /*
   * Outcomes come over the channel and from the slate, and may come twice: a worker that fills its slate sends what is
   * on it and clears it afterwards, and may die in between. They are told apart by their number: each batch ends with
   * the outcome of task finished-1. After a single outcome too large for the slate, the slate may still count one less
   * than has come.
   */
  private final Job job;
  private final int from;
  private volatile int received;

  Harvest(Job job, int from) {
    this.job = job;
    this.from = from;
  }

  /** How many tasks of the span, from its first on, have their outcome. */
  int received() {
    return received;
  }

  /** Takes outcomes that end with that of task {@code finished - 1} of the span. */
  void take(int finished, OutcomeReader reader) {
    for (int index = finished - reader.count(); index < received && reader.hasNext(); index++) {
      reader.skip();
    }
    Object[] outcomes = new Object[reader.count()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = reader.next();
    }
    job.decide(from + received, outcomes);
    received = Math.max(received, finished);
  }
}
