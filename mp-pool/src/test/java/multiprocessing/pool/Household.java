package multiprocessing.pool;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.Process;
import multiprocessing.connection.Listener;
import multiprocessing.connection.Pipe;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.TrackedName;
import multiprocessing.sync.Lock;
import multiprocessing.testkit.Phase;

/**
 * A program that becomes twenty processes, children, grandchildren and workers of a pool. Each of
 * them holds sockets, pipes, a lock, and names in shared memory, and makes and removes more of
 * these until it is killed.
 */
final class Household {
  /** How many processes it becomes. */
  static final int SIZE = 20;

  private static final int WORKERS = 4;
  private static final int CHILDREN = 5;
  private static final int GRANDCHILDREN = 2;
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Household() {}

  public static void main(String[] args) throws Exception {
    String mark = args[0];
    String folder = args[1];
    try (Pool pool = new Pool(WORKERS)) {
      for (int i = 0; i < CHILDREN; i++) {
        new Process(Household::child, mark, folder).start();
      }
      AsyncResult<List<String>> never =
          pool.mapAsync(any -> hold(mark, folder), Collections.nCopies(WORKERS, mark), 1);
      throw new IllegalStateException(hold(mark, folder) + ", " + never.get());
    }
  }

  private static void child(String mark, String folder) throws Exception {
    for (int i = 0; i < GRANDCHILDREN; i++) {
      new Process(Household::hold, mark, folder).start();
    }
    throw new IllegalStateException(hold(mark, folder));
  }

  private static String hold(String mark, String folder) throws Exception {
    long pid = ProcessHandle.current().pid();
    String prefix = mark + "-" + pid;
    make("sem." + prefix);
    make(prefix);
    Lock lock = new Lock();
    lock.acquire();
    try (Listener outside = new Listener(UnixDomainSocketAddress.of(folder + "/s/" + pid));
        Listener inside = new Listener();
        Pipe pipe = Pipe.open()) {
      Phase.passed(Path.of(folder), "holds");
      for (long i = 0; pipe.first().poll() || i >= 0; i++) {
        TrackedName name = make(prefix + "-" + i);
        LockSupport.parkNanos(PAUSE_NANOS);
        Files.delete(name.target());
        name.forget();
      }
      return outside.address() + " " + inside.address() + " " + lock;
    }
  }

  static TrackedName make(String name) throws IOException {
    TrackedName tracked = Family.current().track(SHARED_MEMORY.resolve(name));
    Files.write(tracked.target(), new byte[4096]);
    tracked.made();
    return tracked;
  }
}
