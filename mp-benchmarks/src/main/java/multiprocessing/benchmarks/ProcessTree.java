package multiprocessing.benchmarks;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process and all that descends from it.
 *
 * <p>A descendant whose parent has died is nobody's descendant any more, so those seen once are
 * remembered. A handle knows its process's start time: a pid that came back is not killed.
 */
final class ProcessTree {
  private static final long DEATH_LIMIT_SECONDS = 5;

  private final ProcessHandle root;
  private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

  ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  /** Remembers who is there now. */
  void look() {
    seen.removeIf(handle -> !handle.isAlive());
    root.descendants().forEach(seen::add);
  }

  /** Kills the root first, so that it starts no replacements, then the others; waits for them. */
  void kill() {
    look();
    root.destroyForcibly();
    for (ProcessHandle handle : Set.copyOf(seen)) {
      handle.descendants().forEach(seen::add);
    }
    seen.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(root);
    seen.forEach(ProcessTree::awaitEnd);
  }

  private static void awaitEnd(ProcessHandle handle) {
    try {
      handle.onExit().get(DEATH_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("still alive after SIGKILL: pid=" + handle.pid(), e);
    }
  }
}
