package multiprocessing.pool;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The queue of a pool, from which many quick calls are given out together; guarded by the ledger.
 */
final class Bundler {
  /*
   * A message for each call would cost more than most calls. So calls that wait are bundled, if those before them were
   * quick: a bundle is to take a millisecond or two, so that nobody waits long behind it; and none of it is lost to a
   * slow call, as an idle worker takes the rest over. In the queue each call stands alone, so that it can be cancelled.
   */
  private static final long BUNDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int MOST_CALLS = 256;
  private static final int MOST_BYTES = 24 * 1024;

  private final int workers;
  private final Deque<Span> queue;
  private long nanosPerCall = BUNDLE_NANOS;

  Bundler(int workers, Deque<Span> queue) {
    this.workers = workers;
    this.queue = queue;
  }

  /** So long took a span, there and back. */
  void measure(Span span, long nanos) {
    if (span.isOfCalls() && span.size() > 0) {
      nanosPerCall = (nanosPerCall + Math.min(BUNDLE_NANOS, nanos / span.size())) / 2;
    }
  }

  /** The next span that somebody waits for; null if there is none. */
  Span next() {
    Span next = queue.poll();
    while (next != null && next.job().isDone()) {
      next = queue.poll();
    }
    return next == null || !next.isCall() ? next : withOthers(next);
  }

  private Span withOthers(Span first) {
    int most = (int) Math.min(queue.size() / (2 * workers), BUNDLE_NANOS / (1 + nanosPerCall));
    byte[] packed = first.job().packed();
    if (most < 2 || first.losses() > 0 || packed == null) {
      return first;
    }
    List<Job> calls = new ArrayList<>();
    List<byte[]> words = new ArrayList<>();
    int bytes = 0;
    Span next = first;
    while (next != null && next.isCall() && next.losses() == 0 && calls.size() < MOST_CALLS) {
      packed = next.job().packed();
      bytes += packed == null ? 0 : packed.length;
      if (calls.size() >= most || bytes > MOST_BYTES) {
        break;
      }
      if (packed != null && !next.job().isDone()) {
        calls.add(next.job());
        words.add(packed);
      }
      if (next != first) {
        queue.remove();
      }
      next = queue.peek();
    }
    return calls.size() < 2 ? first : Bundle.of(calls.toArray(new Job[0]), words.toArray());
  }

  /** What a worker had and has not begun goes to the front. */
  void putBack(Span span) {
    if (span.size() == 0) {
      return;
    }
    if (!span.isOfCalls() || span.isCall()) {
      queue.addFirst(span);
      return;
    }
    for (int index = span.to() - 1; index >= span.from(); index--) {
      Job call = span.job().callAt(index);
      call.setBegun(false);
      queue.addFirst(Span.of(call, 0, 1));
    }
  }
}
