package multiprocessing.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The queue of a pool, from which many quick calls are given out together; guarded by the ledger.
 */
final class Bundler {
  /*
   * A message for each call would cost more than most calls. So calls that wait are bundled: twice as many as before
   * when a bundle was there and back quickly, and one by one again after a slow one. That is about time, and not about
   * time for each call, because a round trip takes long by itself on a busy machine. None of a bundle is lost to a slow
   * call, as an idle worker takes the rest over. In the queue each call stands alone, so that it can be cancelled.
   * Calls of different priorities are not bundled: the less urgent would go before their turn.
   */
  private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long SLOW_NANOS = 4 * QUICK_NANOS;
  private static final int MOST_CALLS = 256;
  private static final int MOST_BYTES = 24 * 1024;

  private final int workers;
  private final SpanQueue queue;
  private int together = 1;

  Bundler(int workers, SpanQueue queue) {
    this.workers = workers;
    this.queue = queue;
  }

  /** So long took a span, there and back. */
  void measure(Span span, long nanos) {
    if (!span.isOfCalls()) {
      return;
    }
    if (nanos > SLOW_NANOS) {
      together = 1;
    } else if (nanos > QUICK_NANOS) {
      together = Math.max(1, together / 2);
    } else if (span.size() >= together) {
      together = Math.min(MOST_CALLS, 2 * together);
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
    int most = Math.min(queue.sizeBeside(first) / (2 * workers), together);
    byte[] packed = first.job().packed();
    if (most < 2 || goesAlone(first) || packed == null) {
      return first;
    }
    List<Job> calls = new ArrayList<>();
    List<byte[]> words = new ArrayList<>();
    int bytes = 0;
    Span next = first;
    while (next != null && next.isCall() && !goesAlone(next)) {
      packed = next.job().packed();
      bytes += packed == null ? 0 : packed.length;
      boolean alike =
          next.job().timeoutNanos() == first.job().timeoutNanos()
              && next.priority() == first.priority();
      if (calls.size() >= most || bytes > MOST_BYTES || !alike) {
        break;
      }
      if (packed != null && !next.job().isDone()) {
        calls.add(next.job());
        words.add(packed);
      }
      if (next != first) {
        Span ignored = queue.poll();
      }
      next = queue.peek();
    }
    return calls.size() < 2 ? first : Bundle.of(first, calls.toArray(new Job[0]), words.toArray());
  }

  /** Whether it has lost a worker, or is large. */
  private static boolean goesAlone(Span call) {
    return call.job().isStored() || call.losses() > 0 || call.job().losses(call.from()) > 0;
  }

  /** What a worker had and has not begun goes to the front, of those of its priority. */
  void putBack(Span span) {
    if (span.size() == 0) {
      return;
    }
    if (!span.isOfCalls()) {
      queue.addFirst(span);
      return;
    }
    for (int index = span.to() - 1; index >= span.from(); index--) {
      Job call = span.job().callAt(index);
      call.setBegun(call.losses(0) > 0); // it was begun if it has cost a worker
      queue.addFirst(span.isCall() ? span : Span.of(call, 0, 1));
    }
  }
}
