package multiprocessing.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The tasks of an executor that are not finished, as they were given; they keep this JVM alive. */
final class SubmittedTasks {
  private final Map<FutureJob, Runnable> tasks = new ConcurrentHashMap<>();

  private final KeepAlive keepAlive = new KeepAlive();

  void add(FutureJob job, Runnable task) {
    tasks.put(job, task);
    keepAlive.begin();
    CompletableFuture<Object> ignored =
        job.future().whenComplete((outcome, cancelled) -> finished(job));
  }

  private void finished(FutureJob job) {
    tasks.remove(job);
    keepAlive.end();
  }

  /** Those that nobody has begun, and nobody will once that was run. */
  List<Runnable> notBegunAfter(Runnable end) {
    Map<FutureJob, Runnable> before = Map.copyOf(tasks);
    end.run();
    List<Runnable> notBegun = new ArrayList<>();
    before.forEach(
        (job, task) -> {
          if (!job.isBegun()) {
            notBegun.add(task);
          }
        });
    return notBegun;
  }
}
