package multiprocessing.queues;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import multiprocessing.connection.Waitable;
import multiprocessing.internal.time.Deadline;

/**
 * A queue of objects between any number of processes and their threads (Python's {@code
 * multiprocessing.Queue}). What one thread puts comes out in the order in which it was put; each
 * object comes out once. It lives as long as any process has it.
 *
 * <p>What is put has been serialized and is in the queue when {@link #put} returns: there is no
 * feeder thread, and what cannot travel is refused at once. An unbounded queue never makes anybody
 * wait for a place; it grows in shared memory, and in the temporary folder where that is small.
 *
 * <p><b>If a process is killed</b>, at whatever instant, what it has put completely is in the
 * queue, and at most the one object that it was putting or getting is gone. A process that is
 * stopped while it copies an object, which takes microseconds, makes others wait.
 *
 * <p>Any thread of any process may call any method.
 *
 * @param <T> what is put and got
 */
public sealed class Queue<T> implements Serializable permits JoinableQueue {
  private static final long serialVersionUID = 1;

  final transient Exchange exchange;
  private transient volatile boolean closed;
  private transient volatile boolean used;

  /** A new queue of any number of objects. */
  public Queue() {
    this(0);
  }

  /**
   * A new queue.
   *
   * @param maxSize how many objects it holds at most; zero or less means any number
   */
  public Queue(int maxSize) {
    this(Exchange.create(maxSize));
  }

  Queue(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Puts an object; waits while the queue is full.
   *
   * @param value the object, or null
   * @throws multiprocessing.SerializationException if it cannot travel; nothing was put
   * @throws IllegalArgumentException if it takes more than 1 GiB; nothing was put
   * @throws InterruptedException if interrupted while waiting; nothing was put
   * @throws IllegalStateException if this process has closed the queue
   * @throws multiprocessing.ProcessException if there is no room for it on this machine; nothing
   *     was put
   */
  public void put(T value) throws InterruptedException {
    requireOpen();
    used = true;
    boolean ignored = Parcel.put(exchange, value, null);
  }

  /**
   * Puts an object if there is a place in time.
   *
   * @param value the object, or null
   * @param timeout how long to wait for a place; zero or less means do not wait
   * @throws QueueFullException if there was none; nothing was put
   * @throws multiprocessing.SerializationException if it cannot travel; nothing was put
   * @throws InterruptedException if interrupted while waiting; nothing was put
   * @throws IllegalStateException if this process has closed the queue
   */
  public void put(T value, Duration timeout) throws InterruptedException {
    requireOpen();
    used = true;
    if (!Parcel.put(exchange, value, Deadline.after(timeout))) {
      throw new QueueFullException(
          "the queue was full for " + millis(timeout) + " ms: " + exchange.most() + " objects");
    }
  }

  /**
   * Puts an object if there is a place now. Python's {@code put_nowait}.
   *
   * @param value the object, or null
   * @throws QueueFullException if there is none; nothing was put
   * @throws multiprocessing.SerializationException if it cannot travel; nothing was put
   * @throws InterruptedException if interrupted; nothing was put
   * @throws IllegalStateException if this process has closed the queue
   */
  public void putNowait(T value) throws InterruptedException {
    put(value, Duration.ZERO);
  }

  /**
   * Gets the next object; waits for it.
   *
   * @return the object, or null if null was put
   * @throws multiprocessing.SerializationException if it cannot be rebuilt; it is used up
   * @throws InterruptedException if interrupted while waiting; nothing was taken
   * @throws IllegalStateException if this process has closed the queue
   */
  public T get() throws InterruptedException {
    requireOpen();
    return rebuilt(exchange.take(null));
  }

  /**
   * Gets the next object if it is there in time.
   *
   * @param timeout how long to wait for it; zero or less means do not wait
   * @return the object, or null if null was put
   * @throws QueueEmptyException if there was none
   * @throws multiprocessing.SerializationException if it cannot be rebuilt; it is used up
   * @throws InterruptedException if interrupted while waiting; nothing was taken
   * @throws IllegalStateException if this process has closed the queue
   */
  public T get(Duration timeout) throws InterruptedException {
    requireOpen();
    byte[] message = exchange.take(Deadline.after(timeout));
    if (message == null) {
      throw new QueueEmptyException("the queue was empty for " + millis(timeout) + " ms");
    }
    return rebuilt(message);
  }

  /**
   * Gets the next object if it is there now. Python's {@code get_nowait}.
   *
   * @return the object, or null if null was put
   * @throws QueueEmptyException if there is none
   * @throws multiprocessing.SerializationException if it cannot be rebuilt; it is used up
   * @throws InterruptedException if interrupted; nothing was taken
   * @throws IllegalStateException if this process has closed the queue
   */
  public T getNowait() throws InterruptedException {
    return get(Duration.ZERO);
  }

  private static long millis(Duration timeout) {
    return Math.max(0, TimeUnit.MILLISECONDS.convert(timeout));
  }

  @SuppressWarnings("unchecked") // as in any collection that several fill
  private T rebuilt(byte[] message) {
    return (T) Parcel.open(message);
  }

  /**
   * How many objects are in the queue. Exact, unlike Python's.
   *
   * @return what was so a moment ago
   */
  public int qsize() {
    return exchange.count();
  }

  /**
   * Whether there is nothing in the queue. True to what was put before, unlike Python's.
   *
   * @return what was so a moment ago
   * @throws IllegalStateException if this process has closed the queue after it has put something,
   *     as in Python
   */
  public boolean empty() {
    if (used) {
      requireOpen();
    }
    return exchange.count() == 0;
  }

  /**
   * Whether a put would wait.
   *
   * @return false for a queue of any number of objects
   */
  public boolean full() {
    return exchange.most() > 0 && exchange.count() >= exchange.most();
  }

  /**
   * What {@link multiprocessing.connection.Wait} waits for until there is something to get.
   *
   * @return ready while the queue is not empty
   */
  public Waitable reader() {
    return () -> exchange.count() > 0;
  }

  /**
   * This process puts and gets no more by this object; its next call of either throws. What is in
   * the queue stays there for others. Does not wait.
   */
  public void close() {
    closed = true;
  }

  /**
   * Waits for nothing: what was put is in the queue. In Python it joins the feeder thread.
   *
   * @throws IllegalStateException if this process has not closed the queue
   */
  public void joinThread() {
    if (!closed) {
      throw new IllegalStateException("cannot join: close the queue first");
    }
  }

  /** Does nothing: no process waits for a feeder thread at its end. */
  public void cancelJoinThread() {
    // there is none
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the queue is closed");
    }
  }

  /** Travels as a ticket, which opens the same queue where it arrives. */
  Object writeReplace() {
    return new Ticket(exchange.ticket(), this instanceof JoinableQueue);
  }

  /** With how many objects are in it. */
  @Override
  public String toString() {
    return "<" + getClass().getSimpleName() + "(qsize=" + qsize() + ")>";
  }

  private record Ticket(Exchange.Ticket exchange, boolean joinable) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      Exchange arrived = exchange.open();
      return joinable ? new JoinableQueue<>(arrived) : new Queue<>(arrived);
    }
  }
}
