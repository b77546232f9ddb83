package multiprocessing.sync;

import java.io.InvalidObjectException;
import java.io.Serializable;
import multiprocessing.internal.memory.SharedObject;

/** A lock or the like on its way to another process. */
record SyncTicket(String kind, SharedObject.Ticket memory) implements Serializable {

  private Object readResolve() throws InvalidObjectException {
    SharedObject arrived = memory.open();
    return switch (kind) {
      case "Lock" -> new Lock(arrived);
      case "RLock" -> new RLock(arrived);
      case "Semaphore" -> new Semaphore(arrived);
      case "BoundedSemaphore" -> new BoundedSemaphore(arrived);
      case "Event" -> new Event(arrived);
      default -> throw new InvalidObjectException("not known here: " + kind);
    };
  }
}
