package multiprocessing.pool;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** What has become of the tasks of a pool, counted where it is decided. */
final class Tally {
  private final Instant since = Instant.now();
  private final LongAdder done = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /** These outcomes have come, and somebody waited for each; so many of them are failures. */
  void decided(Object[] outcomes, int failures) {
    done.add(outcomes.length - failures);
    failed.add(failures);
  }

  /** So many tasks fail without having an outcome of their own. */
  void failed(long tasks) {
    failed.add(tasks);
  }

  /** Nobody waits for so many tasks any more. */
  void dropped(long tasks) {
    dropped.add(tasks);
  }

  Instant since() {
    return since;
  }

  long done() {
    return done.sum();
  }

  long failed() {
    return failed.sum();
  }

  long dropped() {
    return dropped.sum();
  }
}
