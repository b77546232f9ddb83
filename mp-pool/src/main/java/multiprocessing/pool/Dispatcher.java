package multiprocessing.pool;

/** Which worker does what next; guarded by the ledger. */
final class Dispatcher {
  private final Roster workers;
  private final SpanQueue queue;
  private final Bundler bundler;
  private final Lookout lookout;
  private final Limits limits;

  Dispatcher(Roster workers, SpanQueue queue, Bundler bundler, Lookout lookout, Limits limits) {
    this.workers = workers;
    this.queue = queue;
    this.bundler = bundler;
    this.lookout = lookout;
    this.limits = limits;
  }

  /**
   * A worker that was idle, and the span that it has now, which is to be sent outside the lock.
   *
   * @param isLast whether it gets no other after this
   */
  record Assignment(Worker worker, Span span, boolean isLast) {}

  /** The next one; null if nobody is idle, or there is nothing to do. */
  Assignment next() {
    Worker idle = workers.idle();
    Span next = idle == null ? null : nextSpan();
    if (next == null) {
      makeWay();
      return null;
    }
    int most = idle.most(next, queue.isRanked());
    if (most < next.size()) {
      bundler.putBack(next.rest(next.from() + most, 0));
      next = next.first(most);
    }
    idle.assign(next);
    lookout.lookIn(Math.min(next.job().timeoutNanos(), limits.lookNanos()));
    return new Assignment(idle, next, idle.isSpent());
  }

  private Span nextSpan() {
    Span next = bundler.next();
    return next != null ? next : workers.takeBack();
  }

  /** Nobody is idle; what is not begun must not hold up what is more urgent. */
  private void makeWay() {
    if (queue.isRanked() && !queue.isEmpty()) {
      workers.makeWayFor(queue.peek(), bundler::putBack);
    }
  }
}
