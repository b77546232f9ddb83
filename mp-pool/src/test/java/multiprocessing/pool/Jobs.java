package multiprocessing.pool;

/** Jobs for tests of what deals with them. */
final class Jobs {
  private Jobs() {}

  static FutureJob map(Object[] elements, int retries) {
    JobOptions options =
        new JobOptions(
            1,
            TaskOptions.of().retryOnWorkerLost(retries),
            new Callbacks().pair(null, null),
            new Tally());
    return new FutureJob(Work.packed(1, new byte[0]), elements, FutureJob.Shape.LIST, options);
  }

  static FutureJob call() {
    return call(TaskOptions.of().retryOnWorkerLost(0));
  }

  static FutureJob call(TaskOptions task) {
    JobOptions options = new JobOptions(1, task, new Callbacks().pair(null, null), new Tally());
    return new FutureJob(Work.packed(0, new byte[8]), null, FutureJob.Shape.SINGLE, options);
  }
}
