package multiprocessing.queues;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.time.Duration;
import multiprocessing.internal.memory.KillPoint;
import multiprocessing.internal.memory.SharedBlock;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.memory.WaitLine;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.time.Spinning;
import multiprocessing.sync.Lock;
import multiprocessing.sync.OwnerDeath;

/** What all queues stand on: messages of bytes, who may put and take, and who waits. */
final class Exchange {
  /*
   *   0       64     128    192       256                 6400               12,544
   *   | first | last | done | at most | those who take    | those who put    | those who join
   *
   * One lock is for putting, one for taking; each is held while a message is copied, never while anybody waits. A
   * message is there, or is gone, by one store (see Ring), so a holder that dies leaves nothing to repair: the locks are
   * released by a death. Then the first of the line is called; it takes or puts by itself, so that one that was called and
   * dies has nothing. "Done" counts what was said to be done; what is unfinished is the difference to what was put.
   */
  private static final int FIRST = 0;

  private static final int LAST = 64;
  private static final int DONE = 128;
  private static final int MOST = 192;
  private static final int TAKERS = 256;
  private static final int PUTTERS = 6400;
  private static final int JOINERS = 12_544;
  private static final int SIZE = 16_384;

  /** A lock is held for a moment only: however short a wait is, it waits that long for it. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final SharedObject control;
  private final SharedBlock block;
  private final Lock putting;
  private final Lock taking;
  private final Rings rings;
  private final WaitLine takers;
  private final WaitLine putters;
  private final WaitLine joiners;
  private final int most;

  // Mutable state; races only mislead it
  private final Spinning spinning = new Spinning();

  private Exchange(SharedObject control, Lock putting, Lock taking) {
    this.control = control;
    this.block = control.block();
    this.putting = putting;
    this.taking = taking;
    this.rings = new Rings(control, FIRST, LAST);
    this.takers = new WaitLine(block, TAKERS, PUTTERS);
    this.putters = new WaitLine(block, PUTTERS, JOINERS);
    this.joiners = new WaitLine(block, JOINERS, SIZE);
    this.most = (int) block.getAcquire(MOST);
  }

  /**
   * A new one.
   *
   * @param most how many messages it holds; zero or less for any number
   */
  static Exchange create(int most) {
    SharedObject control = SharedObject.createWithParts("queue", SIZE);
    control.block().setRelease(MOST, Math.max(0, most));
    Exchange exchange =
        new Exchange(control, new Lock(OwnerDeath.RELEASE), new Lock(OwnerDeath.RELEASE));
    exchange.rings.begin();
    return exchange;
  }

  /**
   * Puts a message.
   *
   * @param deadline until when to wait for a place; null for ever
   * @return false if there was no place in time
   */
  boolean put(byte[] message, Deadline deadline) throws InterruptedException {
    while (true) {
      if (!acquire(putting, deadline)) {
        return false;
      }
      try {
        if (hasPlace()) {
          rings.put(message);
          KillPoint.at("queue.put");
          break;
        }
      } finally {
        putting.release();
      }
      if (!putters.await(spinning, this::hasPlace, deadline, "a place in a queue")) {
        return false;
      }
    }
    int ignored = takers.call(1);
    return true;
  }

  /**
   * Takes the next message.
   *
   * @param deadline until when to wait for one; null for ever
   * @return null if there was none in time
   */
  byte[] take(Deadline deadline) throws InterruptedException {
    byte[] message = null;
    while (message == null) {
      if (!takers.await(spinning, this::hasMessage, deadline, "a queue")
          || !acquire(taking, deadline)) {
        return null;
      }
      try {
        message = rings.take();
        KillPoint.at("queue.taken");
      } finally {
        taking.release();
      }
    }
    if (most > 0) {
      int ignored = putters.call(1);
    }
    return message;
  }

  private static boolean acquire(Lock lock, Deadline deadline) throws InterruptedException {
    if (lock.tryAcquire()) {
      return true;
    }
    if (deadline == null) {
      lock.acquire();
      return true;
    }
    Duration left = Duration.ofNanos(deadline.remainingNanos());
    return lock.acquire(left.compareTo(MOMENT) < 0 ? MOMENT : left);
  }

  private boolean hasPlace() {
    return most == 0 || count() < most;
  }

  private boolean hasMessage() {
    return count() > 0;
  }

  /** How many messages are there. */
  int count() {
    return rings.count();
  }

  /** How many it may hold; 0 for any number. */
  int most() {
    return most;
  }

  /** What was put and is not said to be done. */
  private int unfinished() {
    long done = block.getVolatile(DONE); // before what was put, which is never less
    return Ring.difference(rings.putCount(), done);
  }

  /**
   * Says that one message is done.
   *
   * @throws IllegalStateException if all are
   */
  void done() {
    while (true) {
      long done = block.getVolatile(DONE);
      if (Ring.difference(rings.putCount(), done) == 0) {
        throw new IllegalStateException("task_done() called too many times");
      }
      if (block.compareAndSet(DONE, done, done + 1)) {
        break;
      }
    }
    if (unfinished() == 0) {
      int ignored = joiners.call(joiners.capacity());
    }
  }

  /** Waits until all that was put is done; false if it is not in time. */
  boolean join(Deadline deadline) throws InterruptedException {
    return joiners.await(spinning, () -> unfinished() == 0, deadline, "the end of a queue's tasks");
  }

  /** What travels. */
  Ticket ticket() {
    return new Ticket(control.ticket(), putting, taking);
  }

  /**
   * One on its way to another process.
   *
   * @param control its control block
   * @param putting the lock of those who put
   * @param taking the lock of those who take
   */
  record Ticket(SharedObject.Ticket control, Lock putting, Lock taking) implements Serializable {

    Exchange open() throws InvalidObjectException {
      return new Exchange(control.open(), putting, taking);
    }
  }
}
