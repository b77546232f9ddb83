package multiprocessing.queues;

import multiprocessing.internal.resource.InFlight;
import multiprocessing.internal.time.Deadline;
import multiprocessing.spi.KryoSerializer;
import multiprocessing.spi.Serializer;

/** Objects as messages of an exchange. */
final class Parcel {
  private static final Serializer SERIALIZER = new KryoSerializer();

  private Parcel() {}

  /** Puts an object; one that cannot travel is refused before anything has happened. */
  static boolean put(Exchange exchange, Object value, Deadline deadline)
      throws InterruptedException {
    boolean put = false;
    try (InFlight.Batch inFlight = InFlight.collect()) {
      try {
        put = exchange.put(SERIALIZER.dumps(value), deadline);
      } finally {
        if (!put) {
          inFlight.letGo();
        }
      }
    }
    return put;
  }

  /** The object of a message. */
  static Object open(byte[] message) {
    return SERIALIZER.loads(message);
  }
}
