package multiprocessing.shared;

import java.io.InvalidObjectException;
import java.io.Serializable;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.RLock;

/** A record, or an array of them, on its way to another process; the lock may be null. */
record RecordTicket(
    boolean isArray, Class<? extends Record> type, SharedObject.Ticket memory, RLock lock)
    implements Serializable {

  private Object readResolve() throws InvalidObjectException {
    SharedObject arrived = memory.open();
    RecordLayout<?> layout = RecordLayout.of(type);
    return isArray
        ? new RecordArray<>(arrived, lock, layout)
        : new RecordValue<>(arrived, lock, layout);
  }
}
