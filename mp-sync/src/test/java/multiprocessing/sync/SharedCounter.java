package multiprocessing.sync;

import java.io.InvalidObjectException;
import java.io.Serializable;
import multiprocessing.internal.memory.SharedObject;

/** A number that several processes see, and which is right only if they take turns. */
final class SharedCounter implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient SharedObject memory;

  SharedCounter() {
    this(SharedObject.create("counter", 8));
  }

  private SharedCounter(SharedObject memory) {
    this.memory = memory;
  }

  void incrementInSteps() {
    long now = memory.block().getAcquire(0);
    memory.block().setRelease(0, now + 1);
  }

  void increment() {
    long ignored = memory.block().getAndAdd(0, 1);
  }

  long get() {
    return memory.block().getVolatile(0);
  }

  private Object writeReplace() {
    return new Ticket(memory.ticket());
  }

  private record Ticket(SharedObject.Ticket memory) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      return new SharedCounter(memory.open());
    }
  }
}
