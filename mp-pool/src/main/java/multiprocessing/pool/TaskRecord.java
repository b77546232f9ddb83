package multiprocessing.pool;

/** A task that is being recorded. */
interface TaskRecord {
  /** Begins; null if nothing is recorded. */
  static TaskRecord begin() {
    return FlightRecording.isOn() ? TaskEvent.begun() : null;
  }

  /** What runs: an object of that class. */
  void runs(Object function);

  /** It has ended. */
  void end(long task, boolean ok);
}
