package multiprocessing.pool;

import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a span whose worker has died.
 *
 * @param again what goes to other workers, in order
 * @param lost the index of the task that fails, or -1
 * @param attempts how often the worker of that task was lost
 */
record Salvage(List<Span> again, int lost, int attempts) {
  /*
   * The slate says which tasks have an outcome and whether the one after them was begun. One that was begun is to
   * blame: it fails, or is tried again by itself. If none was begun (the worker was killed from outside, or died of
   * reading the span) all of it goes elsewhere; after LOSSES_WITHOUT_BLAME such losses in pieces of one task, of which
   * each is then blamed for the next loss.
   */
  private static final int LOSSES_WITHOUT_BLAME = 2;

  /**
   * Decides.
   *
   * @param index the first task without an outcome
   * @param begun whether it was begun
   * @param decided a task whose outcome is decided elsewhere, or -1
   */
  static Salvage of(Span span, int index, boolean begun, int decided) {
    if (index >= span.to()) {
      return new Salvage(List.of(), -1, 0);
    }
    if (index == decided) {
      List<Span> rest = index + 1 < span.to() ? List.of(span.rest(index + 1, 0)) : List.of();
      return new Salvage(rest, -1, 0);
    }
    boolean suspect = index == span.from() && span.losses() >= LOSSES_WITHOUT_BLAME;
    if (begun || (suspect && span.size() == 1)) {
      return blame(span, index);
    }
    if (suspect) {
      return new Salvage(pieces(span), -1, 0);
    }
    return new Salvage(List.of(span.rest(index, span.losses() + 1)), -1, 0);
  }

  /** None of its elements was looked at. */
  static Salvage unread(Span span) {
    return new Salvage(List.of(span.rest(span.from(), span.losses())), -1, 0);
  }

  /** Whether a task that was begun is begun once more. */
  boolean isTriedAgain() {
    return lost < 0 && attempts > 0;
  }

  private static Salvage blame(Span span, int index) {
    Job job = span.job();
    List<Span> again = new ArrayList<>();
    boolean retried = job.retries(index);
    if (retried) {
      again.add(span.isCall() ? span.rest(index, 0) : Span.of(job, index, index + 1));
    }
    if (index + 1 < span.to()) {
      again.add(span.rest(index + 1, 0));
    }
    return new Salvage(again, retried ? -1 : index, job.losses(index));
  }

  private static List<Span> pieces(Span span) {
    List<Span> pieces = new ArrayList<>();
    for (int index = span.from(); index < span.to(); index++) {
      pieces.add(Span.of(span.job(), index, index + 1).rest(index, LOSSES_WITHOUT_BLAME));
    }
    return pieces;
  }
}
