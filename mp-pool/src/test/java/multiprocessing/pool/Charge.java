package multiprocessing.pool;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import multiprocessing.Multiprocessing;
import multiprocessing.pool.Faults.Fault;

/** What goes to a worker and back, and goes wrong at one point of its way. */
final class Charge implements Serializable {
  private static final long serialVersionUID = 1;

  /** Points of its way. */
  enum Point {
    SERIALIZE_TASK,
    DESERIALIZE_TASK,
    RUN,
    SERIALIZE_RESULT
  }

  /** What happens there. */
  enum Bane {
    NOTHING,
    EXCEPTION,
    EXIT,
    HALT,
    SIGKILL,
    SIGSEGV,
    OOM,
    STOP,
    HANG;

    boolean isDeath() {
      return this == EXIT || this == HALT || this == SIGKILL || this == SIGSEGV;
    }

    /** What the parent is told of a process that died of it. */
    int exitCode() {
      return Fault.valueOf(name()).exitCode();
    }

    /** Does it, to this process. */
    void strikeHere() {
      switch (this) {
        case NOTHING -> {}
        case EXCEPTION -> throw new IllegalStateException("goes wrong");
        case OOM -> throw new IllegalStateException("had room for " + fill());
        case STOP -> stop();
        case HANG -> spin();
        default -> Fault.valueOf(name()).strikeHere();
      }
    }

    /** In a worker all of the heap is filled; not in the process of the tests. */
    private static int fill() {
      List<long[]> all = new ArrayList<>();
      int length = isInWorker() ? 1 << 17 : Integer.MAX_VALUE;
      while (all.size() < 1 << 20) {
        all.add(new long[length]);
      }
      return all.size();
    }

    /** Not by {@code Signal}, which waits until it sees the process stopped. */
    private static void stop() {
      try {
        String command = "kill -s STOP " + ProcessHandle.current().pid();
        int ignored = new ProcessBuilder("/bin/sh", "-c", command).start().waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("cannot stop", e);
      }
    }

    private static void spin() {
      while (System.nanoTime() != 0) {
        Thread.onSpinWait();
      }
    }
  }

  private final int number;
  private final Point point;
  private final Bane bane;
  private final String folder;

  Charge(int number, Point point, Bane bane, String folder) {
    this.number = number;
    this.point = point;
    this.bane = bane;
    this.folder = folder;
  }

  int number() {
    return number;
  }

  Bane bane() {
    return bane;
  }

  /** The task: leaves a mark, and comes back. */
  Charge run() {
    Faults.append(folder, "begun", number);
    strikeAt(Point.RUN);
    return this;
  }

  private void strikeAt(Point here) {
    if (here == point) {
      bane.strikeHere();
    }
  }

  private static boolean isInWorker() {
    return Multiprocessing.currentProcess() instanceof PoolWorker;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    strikeAt(isInWorker() ? Point.SERIALIZE_RESULT : Point.SERIALIZE_TASK);
    out.defaultWriteObject();
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    if (isInWorker()) {
      strikeAt(Point.DESERIALIZE_TASK);
    }
  }
}
