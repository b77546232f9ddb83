package multiprocessing.pool;

/** Outcomes that are there, next to each other; belongs to who takes them. */
final class Run {
  private final Object[] outcomes;
  private int at;
  private final int end;

  Run(Object[] outcomes, int from, int end) {
    this.outcomes = outcomes;
    this.at = from;
    this.end = end;
  }

  boolean isEmpty() {
    return at == end;
  }

  /** Hands the next one out; it is not kept. */
  Object take() {
    Object outcome = outcomes[at];
    outcomes[at++] = Undecided.TAKEN;
    return outcome;
  }
}
