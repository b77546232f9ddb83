package multiprocessing.pool;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.connection.Client;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Listener;
import multiprocessing.internal.resource.TrackedName;

/** A program that works all the time, and notices if anything of its own is taken from it. */
final class Neighbour {
  /** It is there to notice, not to take the processors from those that are killed beside it. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Neighbour() {}

  /** Each round adds a byte to the file "progress", until there is a file "stop". */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (Pool pool = new Pool(2);
        Listener listener = new Listener(address)) {
      TrackedName name = Household.make("neighbour-" + ProcessHandle.current().pid());
      while (Files.notExists(folder.resolve("stop"))) {
        check(pool.map(n -> n + 1, List.of(1, 2, 3)).equals(List.of(2, 3, 4)), "result");
        check(Files.exists(name.target()), "name");
        try (Connection ours = Client.connect(address);
            Connection theirs = listener.accept()) {
          ours.send("x");
          check(theirs.recv().equals("x"), "message");
        }
        Files.write(
            folder.resolve("progress"),
            new byte[1],
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      Files.delete(name.target());
      name.forget();
    }
  }

  private static void check(boolean well, String what) {
    if (!well) {
      throw new IllegalStateException("not as it should be: " + what);
    }
  }
}
