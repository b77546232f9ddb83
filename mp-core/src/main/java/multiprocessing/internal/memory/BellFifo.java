package multiprocessing.internal.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import multiprocessing.internal.fifo.FifoMaker;
import multiprocessing.internal.time.Alarm;

/** The FIFO in which tokens come for this process, and the threads that wait for them. */
final class BellFifo {
  /*
   * One of the waiting threads, the leader, waits in a read of the FIFO, so that a ring for it wakes it directly. It
   * unparks the others whose tokens it reads, the followers. Who ceases to lead, or to follow while nobody leads, unparks a
   * follower, which becomes the leader.
   *
   * A read knows no deadline: an alarm writes NOBODY when it is time. An interrupt closes the channel, and the next leader
   * opens another; the keeper is open for reading and writing all the while, so no token is lost, and nobody sees an end.
   *
   * Whether a thread still waits is told by what it waits for, never by its token, and is asked once it leads: a token
   * that comes before is there to be read, and one that the leader before has read was written after the change.
   *
   * A token stays unread when a thread is called that needs not wait for it any more. The next leader reads it; lest there
   * be none until the FIFO is full, and who rings has to wait, it is drained now and then.
   */
  static final int NOBODY = 0;

  private static final int AT_ONCE = 4096;

  private final Path path;
  private final IntFunction<Thread> threads;
  private final RandomAccessFile keeper;
  private final Alarm alarm;
  private final AtomicReference<Thread> leader = new AtomicReference<>();
  private final Set<Thread> followers = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  // Mutable state, the leader's
  private final ByteBuffer tokens = ByteBuffer.allocateDirect(AT_ONCE);
  private FileChannel channel;

  /**
   * Makes it.
   *
   * @param threads who waits for a token; null if nobody does
   */
  BellFifo(Path path, IntFunction<Thread> threads) throws IOException {
    this.path = path;
    this.threads = threads;
    Files.move(Path.of(FifoMaker.make().path()), path, StandardCopyOption.REPLACE_EXISTING);
    this.keeper = new RandomAccessFile(path.toFile(), "rw");
    this.alarm = new Alarm("mp-bell-" + ProcessHandle.current().pid(), this::wakeLeader);
    alarm.start();
  }

  /** Waits while it has to, not longer than that; returns early for no reason, too. */
  void await(BooleanSupplier hasTo, Object blocker, long nanos) {
    Thread me = Thread.currentThread();
    if (lead(me, hasTo, nanos)) {
      return;
    }
    followers.add(me);
    try {
      if ((leader.get() != null || ended) && hasTo.getAsBoolean()) {
        LockSupport.parkNanos(blocker, nanos);
      }
    } finally {
      followers.remove(me);
      promote();
    }
  }

  /** Returns false if another thread leads. */
  private boolean lead(Thread me, BooleanSupplier hasTo, long nanos) {
    if (!leader.compareAndSet(null, me)) {
      return false;
    }
    try {
      long until = System.nanoTime() + nanos;
      alarm.set(until);
      while (hasTo.getAsBoolean()
          && !ended
          && !me.isInterrupted()
          && until - System.nanoTime() > 0) {
        read(me);
      }
    } catch (IOException e) {
      ended = true; // its folder has gone: who waits looks by itself, only later
    } finally {
      alarm.stop();
      resign();
    }
    return true;
  }

  /** Reads what nobody waits for; does not wait. */
  void drain() {
    if (leader.compareAndSet(null, Thread.currentThread())) {
      try {
        keeper.write(Bell.bytes(NOBODY)); // so that there is something to read
        read(Thread.currentThread());
      } catch (IOException e) {
        ended = true;
      } finally {
        resign();
      }
    }
  }

  private void resign() {
    leader.set(null);
    closeIfEnded();
    promote();
  }

  private void read(Thread me) throws IOException {
    try {
      int ignored = channel().read(tokens.clear());
    } catch (ClosedByInterruptException e) {
      channel = null; // the interrupt is its caller's to see
      tokens.limit(tokens.position());
    }
    tokens.flip();
    while (tokens.remaining() >= Integer.BYTES) {
      Thread thread = threads.apply(tokens.getInt());
      if (thread != me) {
        LockSupport.unpark(thread);
      }
    }
  }

  private FileChannel channel() throws IOException {
    if (channel == null) {
      channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
    return channel;
  }

  private void promote() {
    if (leader.get() == null) {
      Iterator<Thread> any = followers.iterator();
      if (any.hasNext()) {
        LockSupport.unpark(any.next());
      }
    }
  }

  /** Wakes a thread of this process. */
  void wake(Thread thread) {
    if (thread != null && thread == leader.get()) {
      wakeLeader();
    } else {
      LockSupport.unpark(thread);
    }
  }

  private void wakeLeader() {
    try {
      keeper.write(Bell.bytes(NOBODY)); // in one piece
    } catch (IOException e) {
      // it was ended meanwhile
    }
  }

  /** Who waits looks by itself from now on, and for new waits there is another. */
  void end() {
    ended = true;
    alarm.end();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // the family's folder has gone already
    }
    wakeLeader();
    closeIfEnded();
  }

  /** Whoever becomes the leader of an ended one, and stays it, closes its files. */
  private void closeIfEnded() {
    if (!ended || !leader.compareAndSet(null, Thread.currentThread())) {
      return;
    }
    alarm.end();
    try (RandomAccessFile first = keeper;
        FileChannel second = channel) {
      return;
    } catch (IOException e) {
      // nothing was buffered
    }
  }
}
