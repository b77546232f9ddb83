package multiprocessing.internal.records;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import multiprocessing.connection.Connection;

/** In a worker: sends what is logged to the pool. */
public final class Outlet {
  /*
   * Whoever logs puts bytes into the queue; one thread sends them. The queue has a limit. Where it is full, who logs waits
   * a moment. If there is no room then, the entry is dropped and counted, and so are all that follow, without a wait, until
   * half of the queue is free again: a pool that takes nothing costs tasks one wait and not one per record. The count is
   * sent as an entry of its own in the place of the dropped ones.
   *
   * It is there before the worker knows its pool, because static initializers log before that; what is in the queue then
   * and is not wanted is passed over when it is sent.
   */
  static final int CAPACITY = 4 << 20;

  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MESSAGE = 32 * 1024;
  private static final String OWN_LOGGER = "multiprocessing";
  private static final Outlet ONLY = new Outlet();

  // Mutable state, guarded by this
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private int queued;
  private long dropped;
  private boolean clogged = true; // until somebody takes something
  private boolean sending;
  private boolean closed;

  private volatile int least;

  private Outlet() {}

  /** The one of this process. */
  public static Outlet get() {
    return ONLY;
  }

  /** Whether entries of a level are sent. */
  boolean takes(int level) {
    return level >= least;
  }

  /** From now on all goes through a channel, which only this uses. */
  public void open(Connection channel, int leastLevel) {
    least = leastLevel;
    synchronized (this) {
      clogged = false;
    }
    Thread sender =
        new Thread(() -> sendAll(channel), "mp-pool-log-sender-" + ProcessHandle.current().pid());
    sender.setDaemon(true);
    sender.start();
  }

  /** Takes an entry; waits a moment at most. */
  public void put(Entry entry) {
    if (takes(entry.level())) {
      put(entry.encode());
    }
  }

  private synchronized void put(byte[] entry) {
    if (closed) {
      return;
    }
    if (!clogged && queued >= CAPACITY) {
      awaitRoom();
    }
    if (clogged && queued < CAPACITY / 2) {
      clogged = false;
    }
    if (clogged || queued >= CAPACITY) {
      clogged = true;
      dropped++;
      return;
    }
    add(entry);
  }

  private void add(byte[] entry) {
    if (dropped > 0) {
      byte[] loss = loss();
      queue.add(loss);
      queued += loss.length;
    }
    queue.add(entry);
    queued += entry.length;
    notifyAll();
  }

  private byte[] loss() {
    String message =
        dropped + " log records of this worker were dropped here: the pool took none for too long";
    dropped = 0;
    Entry entry =
        new Entry(OWN_LOGGER, 30, Thread.currentThread().getName(), message, "", Map.of());
    return entry.encode();
  }

  private void awaitRoom() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      await(deadline, () -> queued < CAPACITY || closed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // is meant for the task
    }
  }

  private void await(long deadline, BooleanSupplier condition) throws InterruptedException {
    long left = deadline - System.nanoTime();
    while (!condition.getAsBoolean() && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
  }

  /** Waits until all is sent that was put before, or the time is over. */
  public synchronized void flush(long nanos) {
    try {
      if (dropped > 0 && !closed) {
        byte[] loss = loss();
        queue.add(loss);
        queued += loss.length;
        notifyAll();
      }
      await(System.nanoTime() + nanos, () -> (queue.isEmpty() && !sending) || closed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendAll(Connection channel) {
    try {
      while (true) {
        channel.sendBytes(next());
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      synchronized (this) { // the pool is gone, and soon this process
        closed = true;
        queue.clear();
        notifyAll();
      }
    }
  }

  private synchronized byte[] next() throws InterruptedException {
    sending = false;
    notifyAll();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (message.size() == 0) {
      while (queue.isEmpty()) {
        wait();
      }
      while (!queue.isEmpty() && message.size() < MESSAGE) {
        byte[] entry = queue.remove();
        queued -= entry.length;
        if (takes(Entry.levelOf(entry))) {
          message.writeBytes(entry);
        }
      }
    }
    sending = true;
    notifyAll();
    return message.toByteArray();
  }
}
