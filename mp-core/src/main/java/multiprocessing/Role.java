package multiprocessing;

import java.util.Optional;
import java.util.OptionalInt;
import multiprocessing.internal.launch.Child;
import multiprocessing.internal.launch.Fate;
import multiprocessing.internal.launch.ParentWatch;

/**
 * What a started {@link Process} is to the JVM that holds the object: its child, its parent, or
 * itself.
 */
abstract class Role {
  // Mutable state, guarded by this: made when it is first asked for
  private Sentinel sentinel;

  /** The process id. */
  abstract long pid();

  /** True until the process has ended. */
  abstract boolean isAlive();

  /** Waits for its end; nanos may be {@link Long#MAX_VALUE}. */
  abstract boolean join(long nanos) throws InterruptedException;

  /** Its exit code when it has ended and this JVM can know it. */
  OptionalInt exitCode() {
    return OptionalInt.empty();
  }

  /** How it ended, in words, when it has and this JVM can know it. */
  Optional<String> exitDescription() {
    return Optional.empty();
  }

  /** The last lines that it wrote to standard error, when it has ended. */
  String lastErrors() {
    return "";
  }

  /** Why its task never began. */
  Optional<ProcessStartException> startFailure() {
    return Optional.empty();
  }

  /** What becomes ready at its end. */
  Sentinel sentinel() {
    synchronized (this) {
      if (sentinel == null) {
        sentinel = new Sentinel(this);
      }
      return sentinel;
    }
  }

  /** The handle to a child, the only one to which such a thing can be done. */
  Child child(String verb) {
    throw new IllegalStateException("can only " + verb + " a child process");
  }

  /** A process that this one started. */
  static final class OfChild extends Role {
    private final Child child;
    private final String name;

    OfChild(Child child, String name) {
      this.child = child;
      this.name = name;
    }

    @Override
    long pid() {
      return child.pid();
    }

    @Override
    boolean isAlive() {
      return child.isAlive();
    }

    @Override
    boolean join(long nanos) throws InterruptedException {
      return child.await(nanos);
    }

    @Override
    OptionalInt exitCode() {
      return child.isAlive() ? OptionalInt.empty() : OptionalInt.of(child.fate().exitCode());
    }

    @Override
    Optional<String> exitDescription() {
      return child.isAlive() ? Optional.empty() : Optional.of(child.fate().status());
    }

    @Override
    String lastErrors() {
      return child.isAlive() ? "" : child.fate().lastErrors();
    }

    @Override
    Optional<ProcessStartException> startFailure() {
      if (child.isAlive() || child.fate().taskBegan()) {
        return Optional.empty();
      }
      return Optional.of(StartFailures.of(name, child.pid(), child.fate()));
    }

    @Override
    Child child(String verb) {
      return child;
    }
  }

  /** The process that started this one. */
  static final class OfParent extends Role {
    private final long pid;
    private final ParentWatch watch;

    OfParent(long pid, ParentWatch watch) {
      this.pid = pid;
      this.watch = watch;
    }

    @Override
    long pid() {
      return pid;
    }

    @Override
    boolean isAlive() {
      return watch.isAlive();
    }

    @Override
    boolean join(long nanos) throws InterruptedException {
      return watch.await(nanos);
    }
  }

  /** This process. */
  static final class OfThisProcess extends Role {

    @Override
    long pid() {
      return ProcessHandle.current().pid();
    }

    @Override
    boolean isAlive() {
      return true;
    }

    @Override
    Sentinel sentinel() {
      throw new IllegalStateException("cannot wait for the end of the current process");
    }

    @Override
    boolean join(long nanos) {
      throw new IllegalStateException("cannot join the current process: it would wait for ever");
    }
  }

  /** The words for a process that ended before its task began. */
  static final class StartFailures {
    private StartFailures() {}

    static ProcessStartException of(String name, long pid, Fate fate) {
      StringBuilder message =
          new StringBuilder("process '" + name + "' ended before its task began");
      message.append(": pid=").append(pid).append(", ").append(fate.status());
      if (fate.failure() != null) {
        message.append("; ").append(fate.failure());
      }
      if (!fate.lastErrors().isEmpty()) {
        message.append("; its last lines on standard error:\n").append(fate.lastErrors());
      }
      return new ProcessStartException(message.toString(), pid, fate.exitCode(), fate.lastErrors());
    }
  }
}
