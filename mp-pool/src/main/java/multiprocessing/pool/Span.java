package multiprocessing.pool;

import multiprocessing.spi.Serializer;

/** Consecutive tasks of one job that go to a worker together. */
final class Span {
  private final Job job;
  private final int from;
  private final int losses;
  private final int firstTo;
  private final byte[] elements;
  private final long queuedNanos;

  // Mutable state, guarded by the ledger
  private int to;

  private Span(Job job, int from, int to, byte[] elements, int losses) {
    this(job, from, to, elements, losses, SpanRecord.now());
  }

  private Span(Job job, int from, int to, byte[] elements, int losses, long queuedNanos) {
    this.queuedNanos = queuedNanos;
    this.job = job;
    this.from = from;
    this.to = to;
    this.elements = elements;
    this.losses = losses;
    this.firstTo = to;
  }

  /** A span whose elements are serialized now, so that what cannot travel is found now. */
  static Span encoded(Job job, int from, int to, Serializer serializer) {
    return new Span(job, from, to, job.encode(from, to, serializer), 0);
  }

  /** A span whose elements are serialized when it is sent. */
  static Span of(Job job, int from, int to) {
    return new Span(job, from, to, null, 0);
  }

  /** A bundle of calls of which this is the first. */
  Span bundled(Bundle bundle, int calls) {
    return new Span(bundle, 0, calls, null, 0, queuedNanos);
  }

  /** The first tasks of this span, without the rest. */
  Span first(int tasks) {
    return new Span(job, from, from + tasks, null, losses, queuedNanos);
  }

  /** What is left of this span from a task on. */
  Span rest(int index, int lossesBeforeFirstTask) {
    boolean first = index == from;
    byte[] reused = first && to == firstTo ? elements : null;
    return new Span(job, index, to, reused, first ? lossesBeforeFirstTask : 0, queuedNanos);
  }

  Job job() {
    return job;
  }

  /** Since when it, or what it was cut from, waits; 0 if nothing was recorded then. */
  long queuedNanos() {
    return queuedNanos;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int size() {
    return to - from;
  }

  /** Whether it was never more than one task, so that what is said of it is said of that. */
  boolean isOneTask() {
    return firstTo - from == 1;
  }

  /** What has a higher one goes first. */
  int priority() {
    return job.options().priority();
  }

  /** How many workers were lost with this span before they had begun any of it. */
  int losses() {
    return losses;
  }

  /** One task that was serialized on its own, without a slate to write to. */
  boolean isCall() {
    return job.isCall();
  }

  /** One call, or a bundle of them. */
  boolean isOfCalls() {
    return isCall() || job instanceof Bundle;
  }

  /** The later tasks were taken back. */
  void shorten(int newTo) {
    to = newTo;
  }

  byte[] elements(Serializer serializer) {
    return elements != null ? elements : job.encode(from, to, serializer);
  }
}
