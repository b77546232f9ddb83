package multiprocessing.pool;

import java.util.Arrays;

/** Elements of an iterator that are given to the crew together. */
final class Batch extends Job {
  private final Conveyor conveyor;
  private final long first;
  private final int size;

  // Mutable state, guarded by the conveyor
  private final Object[] outcomes;
  private int left;
  private int taken;

  Batch(Conveyor conveyor, Work work, Object[] elements, long first, JobOptions options) {
    super(work, elements, options);
    this.conveyor = conveyor;
    this.first = first;
    this.size = elements.length;
    this.left = size;
    this.outcomes = new Object[size];
    Arrays.fill(outcomes, Undecided.OUTCOME);
  }

  int size() {
    return size;
  }

  @Override
  void decide(int from, Object[] decided) {
    conveyor.deliver(this, from, decided);
  }

  /** The reason is none of one element: the function cannot be rebuilt, or nobody can work. */
  @Override
  void failAll(Throwable why) {
    conveyor.abort(why);
  }

  @Override
  boolean isDone() {
    return conveyor.isOver();
  }

  @Override
  boolean isStreamed() {
    return true;
  }

  @Override
  long numberOf(int index) {
    return first + index;
  }

  // Under the conveyor's lock

  /** Counts outcomes; true if these were the last. */
  boolean count(int decided) {
    left -= decided;
    return left == 0;
  }

  /** How many have no outcome yet. */
  int left() {
    return left;
  }

  void put(int from, Object[] decided) {
    System.arraycopy(decided, 0, outcomes, from, decided.length);
  }

  /** What can be taken next, in order; null if that is not there yet. */
  Run nextRun() {
    int from = taken;
    while (taken < size && outcomes[taken] != Undecided.OUTCOME) {
      taken++;
    }
    return taken == from ? null : new Run(outcomes, from, taken);
  }

  boolean isUsedUp() {
    return taken == size;
  }
}
