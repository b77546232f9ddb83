package multiprocessing.queues;

import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * The simplest queue: put, get, and whether there is anything (Python's {@code
 * multiprocessing.SimpleQueue}). It never makes anybody wait for a place. All else is as for {@link
 * Queue}.
 *
 * @param <T> what is put and got
 */
public final class SimpleQueue<T> implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1;

  private final transient Exchange exchange;
  private transient volatile boolean closed;

  /** A new queue. */
  public SimpleQueue() {
    this(Exchange.create(0));
  }

  private SimpleQueue(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Puts an object. Does not wait, but for another thread that just puts one.
   *
   * @param value the object, or null
   * @throws multiprocessing.SerializationException if it cannot travel; nothing was put
   * @throws InterruptedException if interrupted; nothing was put
   * @throws IllegalStateException if this process has closed the queue
   */
  public void put(T value) throws InterruptedException {
    requireOpen();
    boolean ignored = Parcel.put(exchange, value, null);
  }

  /**
   * Gets the next object; waits for it.
   *
   * @return the object, or null if null was put
   * @throws multiprocessing.SerializationException if it cannot be rebuilt; it is used up
   * @throws InterruptedException if interrupted while waiting; nothing was taken
   * @throws IllegalStateException if this process has closed the queue
   */
  @SuppressWarnings("unchecked") // as in any collection that several fill
  public T get() throws InterruptedException {
    requireOpen();
    return (T) Parcel.open(exchange.take(null));
  }

  /**
   * Whether there is nothing in the queue.
   *
   * @return what was so a moment ago
   * @throws IllegalStateException if this process has closed the queue
   */
  public boolean empty() {
    requireOpen();
    return exchange.count() == 0;
  }

  /** This process puts and gets no more; its next call of either throws. Does not wait. */
  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the queue is closed");
    }
  }

  /** Travels as a ticket, which opens the same queue where it arrives. */
  private Object writeReplace() {
    return new Ticket(exchange.ticket());
  }

  private record Ticket(Exchange.Ticket exchange) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      return new SimpleQueue<>(exchange.open());
    }
  }
}
