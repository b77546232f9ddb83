package multiprocessing.pool;

/** What a job does, apart from its elements. */
final class Work {
  private final int number;
  private final Object task;
  private final byte[] packed;

  private Work(int number, Object task, byte[] packed) {
    this.number = number;
    this.task = task;
    this.packed = packed;
  }

  /** A function in bytes, and which it is in this pool; 0 for one call with its arguments. */
  static Work packed(int number, byte[] packed) {
    return new Work(number, null, packed);
  }

  /** A function, or an array of task and arguments, where nothing travels. */
  static Work asIs(int number, Object task) {
    return new Work(number, task, null);
  }

  int number() {
    return number;
  }

  Object task() {
    return task;
  }

  byte[] packed() {
    return packed;
  }
}
