package multiprocessing.pool;

/** Whether JDK Flight Recorder is at work in this JVM. */
final class FlightRecording {
  /*
   * The module jdk.jfr may be missing, as in a small image. So its classes, and TaskEvent and SpanEvent, which are made of
   * them, are not touched before it is known to be there; and while nothing is recorded the events are not loaded, and
   * the price of a task is one look at a field.
   */
  private static final boolean THERE = isThere();

  private FlightRecording() {}

  /** Whether there may be a recording. */
  static boolean isOn() {
    return THERE && jdk.jfr.FlightRecorder.isInitialized();
  }

  private static boolean isThere() {
    try {
      return Class.forName("jdk.jfr.FlightRecorder") != null;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
