package multiprocessing.pool;

/** A span on its way to a worker and back, while it is being recorded. */
interface SpanRecord {
  /** Now, if somebody will ask; else 0. */
  static long now() {
    return FlightRecording.isOn() ? System.nanoTime() : 0;
  }

  /** It was given to a worker; null if nothing is recorded. */
  static SpanRecord begin(Span span) {
    return FlightRecording.isOn() ? SpanEvent.begun(span.queuedNanos()) : null;
  }

  /** Its message is made. */
  void serialized();

  /** Some of its outcomes have come, or all. */
  void answered();

  /** They were taken. */
  void taken();

  /** It is back. */
  void end(long workerPid, int tasks);
}
