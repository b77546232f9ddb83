package multiprocessing.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How much of one worker's span has come in; passes each outcome to the job once. */
final class Harvest {
  /*
   * Outcomes come over the channel and from the slate, and may come twice: a worker that fills its slate sends what is
   * on it and clears it afterwards, and may die in between. They are told apart by their number: each batch ends with
   * the outcome of task finished-1. After a single outcome too large for the slate, the slate may still count one less
   * than has come.
   */
  private static final int NONE = -1;

  /** A large array is dear to make and to keep. */
  private static final int PART = 4096;

  private final Job job;
  private final int from;

  // Mutable state, guarded by this
  private int received;
  private int unwanted = NONE;

  Harvest(Job job, int from) {
    this.job = job;
    this.from = from;
  }

  /** How many tasks of the span, from its first on, have their outcome. */
  synchronized int received() {
    return received;
  }

  /** The outcome of a task is decided elsewhere; false if it has come. */
  synchronized boolean becomeUnwanted(int index) {
    if (index < from + received) {
      return false;
    }
    unwanted = index;
    return true;
  }

  /** Takes outcomes that end with that of task {@code finished - 1} of the span. */
  void take(int finished, OutcomeReader reader) {
    int known = received();
    for (int index = finished - reader.count(); index < known && reader.hasNext(); index++) {
      reader.skip();
    }
    List<Object[]> parts = new ArrayList<>();
    for (int left = reader.count(); left > 0; left -= PART) {
      parts.add(next(reader, Math.min(left, PART)));
    }
    int but = count(finished);
    int first = from + known;
    for (Object[] part : parts) {
      decide(first, part, but);
      first += part.length;
    }
  }

  /** The outcomes of tasks that have not come will not come: of those before this one. */
  void miss(int finished, Throwable why) {
    int known = received();
    Object[] outcomes = new Object[Math.max(0, finished - known)];
    Arrays.fill(outcomes, new OutcomeReader.Failure(why));
    decide(from + known, outcomes, count(finished));
  }

  private static Object[] next(OutcomeReader reader, int count) {
    Object[] outcomes = new Object[count];
    for (int i = 0; i < count; i++) {
      outcomes[i] = reader.next();
    }
    return outcomes;
  }

  /**
   * They are here, and decided by nobody else from now on; returns which one is not decided here.
   */
  private synchronized int count(int finished) {
    received = Math.max(received, finished);
    return unwanted;
  }

  private void decide(int first, Object[] outcomes, int but) {
    int skipped = but - first;
    if (but == NONE || skipped < 0 || skipped >= outcomes.length) {
      job.decide(first, outcomes);
      return;
    }
    if (skipped > 0) {
      job.decide(first, Arrays.copyOf(outcomes, skipped));
    }
    if (skipped + 1 < outcomes.length) {
      job.decide(but + 1, Arrays.copyOfRange(outcomes, skipped + 1, outcomes.length));
    }
  }
}
